const redacted = "[secret]";

/**
 * Bytes that do not get into a log by accident: whatever prints, serialises, spreads or clones it sees no more than
 * that it is a secret. It takes over the bytes it is given, so that `wipe` leaves no copy behind.
 */
export class Secret {
  #bytes: Uint8Array | null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The bytes themselves, not a copy. */
  reveal(): Uint8Array {
    // Not zeros: they would be a key like any other, and one that everybody knows.
    if (this.#bytes === null) throw new Error("The secret was wiped.");
    return this.#bytes;
  }

  /** Zeroes the bytes. What crypto libraries copied of them is out of reach. */
  wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = null;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return redacted;
  }
}
