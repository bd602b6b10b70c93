import type { Clock } from "../clock.js";
import type { StoreFinding } from "./finding.js";

/** Seconds that two clocks may be apart before it is told: a third of the time that a code is shown for. */
const mostSeconds = 10;

/**
 * Whether the engine's clock and a store's agree, as far as one answer can tell. Which of them is right nobody here
 * knows, so it is a warning. Never rejects: a store that does not answer tells so elsewhere.
 *
 * @param place whose clock it is, for the message: "the database acme"
 * @param ask its time, in milliseconds since the Unix epoch
 */
export async function compareClocks(
  clock: Clock,
  place: string,
  ask: () => Promise<number>,
): Promise<readonly StoreFinding[]> {
  const before = clock.now();
  const theirs = await ask().catch(() => Number.NaN);
  const after = clock.now();
  // The store looked at its own somewhere between the two. Positive where the engine's is ahead.
  const apart = theirs < before ? before - theirs : Math.min(0, after - theirs);
  const seconds = Math.round(Math.abs(apart) / 1000);
  // Also where one of them tells no time.
  if (!(seconds > mostSeconds)) return [];
  const way = apart > 0 ? "ahead of" : "behind";
  return [
    {
      severity: "warning",
      code: "clock_differs",
      problem: `The engine's clock is ${seconds} seconds ${way} that of ${place}; ${mostSeconds} are let pass.`,
      remedy:
        "Let both follow the same time (NTP), and leave the option clock out: right codes of people whose phones are right are refused from 30 seconds on.",
    },
  ];
}
