// One process of the bank: started with fork(), told what to do by messages.
import { openLibsql, sqlRecords } from "@second-factor/sql";
import { manualClock } from "@second-factor/testing";
import express5 from "express5";
import { start } from "../../testbed/start.js";
import { buildExpress } from "../../testbed/variants/express.js";
import type { Asked } from "./fleet.js";
import { sharedLimits } from "./shared-limits.js";

const { SHARED_FILE = "", CLOCK = "" } = process.env;
const database = await openLibsql(`file:${SHARED_FILE}`, { busyTimeoutMilliseconds: 20_000 });
const clock = manualClock(Number(CLOCK));
const bed = await start("express5", (setup) => buildExpress(express5, setup), {
  clock,
  engine: {
    records: sqlRecords(database),
    limits: sharedLimits(database),
    // What is tested is who wins, not how long a crowded test machine takes.
    storeDeadlineMilliseconds: 30_000,
  },
});

process.on("message", ({ id, now }: Asked) => {
  if (now !== undefined) clock.set(now);
  process.send?.({ id, events: bed.events.map(({ type }) => type) });
});
process.on("disconnect", () => process.exit());
process.send?.({ port: Number(new URL(bed.origin).port) });
