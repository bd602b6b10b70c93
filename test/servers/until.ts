import { setTimeout as wait } from "node:timers/promises";

/** Asks again and again, for what a group of servers agrees on without telling us, until nothing is missing. */
export async function untilNothing(
  missing: () => Promise<string | null>,
  withinMilliseconds = 40_000,
): Promise<void> {
  const until = Date.now() + withinMilliseconds;
  for (;;) {
    // A server that is down for a moment is what we wait for, too.
    const what = await missing().catch(String);
    if (what === null) return;
    if (Date.now() > until) throw new Error(`still not so after ${withinMilliseconds} ms: ${what}`);
    await wait(50);
  }
}
