/**
 * Redis may have lost an acceptance: it was restarted, flushed or replaced, threw keys out, or is used for the first
 * time. Nothing is accepted until every code of before is too old.
 */
export class ReplayFenced extends Error {
  override readonly name = "ReplayFenced";

  constructor(
    server: string,
    readonly retryAfterSeconds: number,
  ) {
    super(
      `Redis at ${server} cannot be sure of every code used so far; codes are accepted again in ${retryAfterSeconds} seconds.`,
    );
  }
}
