import { setTimeout as wait } from "node:timers/promises";
import type { SecondFactorEngine } from "@second-factor/core";
import { importUser, verifications } from "./users.js";
import type { Volley } from "./volley.js";

/** Enough that, of sixteen places for steps and of three primaries, none is left out. */
const count = 100;

/**
 * Resolves when everybody gets in: a replay store on new servers accepts nothing until it is sure of having seen every
 * code that could still be used.
 */
export async function untilWarm(
  volley: Volley,
  engine: SecondFactorEngine,
  withinSeconds: number,
): Promise<void> {
  const until = Date.now() + withinSeconds * 1000;
  for (let first = 100_000; ; first += count) {
    // New ones each time: records that cannot compare-and-set remember a step though it was not accepted.
    const users = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        importUser(engine, `warm-${first + index}`, first + index),
      ),
    );
    const replies = await volley.fire(
      users.flatMap((user) => verifications(user, [user.app.code()], "lifted")),
    );
    const outside = replies.filter(({ status }) => status !== 200);
    if (outside.length === 0) return;
    if (Date.now() > until) throw new Error(`The stores let ${outside.length} users not in.`);
    const waits = outside.map(({ head }) =>
      Number(/\r\nretry-after: ?(\d+)/i.exec(head)?.[1] ?? 1),
    );
    await wait(Math.max(...waits) * 1000);
  }
}
