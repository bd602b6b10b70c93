/** What a failed code told of the device's clock. */
export interface ClockSighting {
  readonly authenticatorId: string;
  /** Steps between the code and the server's clock. */
  readonly offset: number;
  readonly step: number;
  /** The same offset in seconds; negative where the device is behind. */
  readonly seconds: number;
  readonly at: number;
  /** From then on no form accepts the code, not even three codes in a row. Milliseconds. */
  readonly spentFrom: number;
}

/** By session: whoever tries elsewhere learns nothing of the owner's device. */
export type ClockSightings = Map<string, readonly ClockSighting[]>;

/** `seconds` by which the device's clock is off, in whole steps; negative where it is behind. */
export interface ClockHint {
  readonly seconds: number;
}
