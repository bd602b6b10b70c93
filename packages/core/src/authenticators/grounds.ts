/** Who asked for it and why, for the audit log. Cut to 500 characters, without control characters. */
export interface Grounds {
  readonly reason?: string;
  /** Whoever does it: a person of the staff, or a program. */
  readonly actor?: string;
}

/** As an event carries them. */
export const asWritten = ({ reason, actor }: Grounds): Grounds => ({
  ...(reason !== undefined && { reason: oneLine(reason) }),
  ...(actor !== undefined && { actor: oneLine(actor) }),
});

/** A line feed in a log would be a line of its own. */
const oneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").slice(0, 500);
