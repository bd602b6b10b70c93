import type { Clock } from "@second-factor/core/stores";

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Forward, or back with a negative number; whole milliseconds. */
  advance(by: { readonly seconds: number }): void;
  /** To a time in milliseconds since the Unix epoch. */
  set(milliseconds: number): void;
}

/** Begins at a full minute, so that a time step begins with it: 2026-01-01T00:00:00Z where it is left out. */
export function manualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  return {
    now: () => now,
    advance({ seconds }) {
      now += Math.round(seconds * 1000);
    },
    set(milliseconds) {
      now = milliseconds;
    },
  };
}
