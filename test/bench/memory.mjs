// A million subjects that each verified once, in the memory stores: bytes beyond their rows, and the longest stall.
// Run with --expose-gc.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { printTable } from "./lib/measure.mjs";
import { memoryStore } from "./suite-hooks.mjs";

const subjects = Number(process.env.USERS ?? 1_000_000);
const store = memoryStore();
for (let index = 0; index < 2000; index += 1) await store.hit(-1 - index);
globalThis.gc();
const before = process.memoryUsage();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
for (let index = 0; index < subjects; index += 1) {
  await store.hit(index);
  if (index % 500 === 0) await new Promise(setImmediate);
}
delay.disable();
globalThis.gc();
const after = process.memoryUsage();
const bytes = (after.heapUsed + after.external - before.heapUsed - before.external) / subjects;
printTable(
  `${subjects} subjects that verified once, memory stores (goal: 60 bytes beyond the row, no stall over 50 ms)`,
  ["bytes a subject", "longest stall, ms", "p99 stall, ms"],
  [[bytes.toFixed(1), (delay.max / 1e6).toFixed(0), (delay.percentile(99) / 1e6).toFixed(1)]],
);
