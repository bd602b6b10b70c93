import type { SecondFactorOptions } from "@second-factor/core";
import { manualClock } from "@second-factor/testing";
import express5 from "express5";
import { start } from "../../testbed/start.js";
import { buildExpress } from "../../testbed/variants/express.js";

export interface Asked {
  readonly id: number;
  /** What the process's clock is to say from now on. */
  readonly now?: number;
}

/** The bank as one process of several, on shared stores: told its time and asked for its events by messages. */
export async function serveBed(engine: Partial<SecondFactorOptions>): Promise<void> {
  const clock = manualClock(Number(process.env.CLOCK));
  const bed = await start("express5", (setup) => buildExpress(express5, setup), {
    clock,
    engine: {
      // What is tested is who wins, not how long a crowded test machine takes.
      storeDeadlineMilliseconds: 30_000,
      ...engine,
    },
  });
  process.on("message", ({ id, now }: Asked) => {
    if (now !== undefined) clock.set(now);
    process.send?.({ id, events: bed.events.map(({ type }) => type) });
  });
  process.on("disconnect", () => process.exit());
  process.send?.({ port: Number(new URL(bed.origin).port) });
}
