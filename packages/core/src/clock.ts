import { Unavailable } from "./unavailable.js";

/** Where every time in the suite comes from. Milliseconds since the Unix epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Past the year 9999 a clock is broken, not late; formatting such a date would throw later and elsewhere. */
const latest = Date.UTC(10_000, 0);

/**
 * Reads the clock, or fails closed: a clock that answers with NaN, a fraction of a millisecond from a mock, or a date
 * out of range must never decide whether a code is fresh.
 *
 * @throws Unavailable `clock_unavailable`
 */
export function readClock(clock: Clock): number {
  const now = clock.now();
  if (!Number.isSafeInteger(now) || now <= 0 || now >= latest)
    throw new Unavailable("clock_unavailable");
  return now;
}
