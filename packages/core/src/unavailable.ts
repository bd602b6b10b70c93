/** Why the suite can't answer just now. Each becomes a 503 with `Retry-After`: nobody is let in, nothing is lost. */
export type UnavailableCode =
  | "clock_regression"
  | "clock_unavailable"
  | "key_unavailable"
  | "session_unavailable"
  | "store_unavailable"
  | "subject_unavailable";

/**
 * Something the suite depends on did not answer, or answered in a way that proves nothing. Thrown inside the core and
 * turned into a reply at its edge, so that no room has to pass an outage through by hand. The cause stays on the error
 * for the host's own debugging; it is never put into a reply or an event.
 */
export class Unavailable extends Error {
  override readonly name = "Unavailable";

  constructor(
    readonly code: UnavailableCode,
    readonly retryAfterSeconds: number = 1,
    options?: { cause?: unknown },
  ) {
    super(code, options);
  }
}
