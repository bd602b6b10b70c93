// npm run proof -- failover [--times 100] [--replay-times 25] [--on sentinel,cluster] [--decides row,replay] [--seed 1] [--write]
import { parseArgs } from "node:util";
import { createDice } from "../hostile/dice.js";
import {
  processes,
  replayMemory,
  submissions,
  type Topology,
  topologies,
} from "./failover/bench.js";
import { type Proven, proveFailover } from "./failover/prove.js";
import { sumStatuses } from "./load/statuses.js";
import { choose, wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { inWords, table } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    times: { type: "string", default: "100" },
    "replay-times": { type: "string", default: "25" },
    on: { type: "string" },
    decides: { type: "string" },
    seed: { type: "string", default: "1" },
    write: { type: "boolean", default: false },
  },
});
const timesOf = {
  row: wholeNumber("times", given.times),
  replay: wholeNumber("replay-times", given["replay-times"]),
};
const seed = wholeNumber("seed", given.seed);
/** The promise, in milliseconds. */
const backWithin = 10_000;

const done = `${processes} processes, each an Express 5 server with the routes mounted, kept their budgets in Redis and their records in
PostgreSQL. Each time, a user of its own submitted one code ${submissions} times at the same moment, others verified meanwhile, and
the primary that had the user's keys was killed (SIGKILL) at a random moment of that burst (seed ${seed}). The same code was
submitted again and again until the service was back, and once more when the killed server was a replica. Budgets were
lifted for that code, so that every submission was compared.

Counted as broken: a second acceptance of the code, an accepted step that is not in the row, a refusal that is not 401,
429 or 503, a 503 without Retry-After, a request without a reply, and more than ${backWithin / 1000} seconds from the kill until a new user
whose keys had been on the killed server got in.

Sentinel: a primary, two replicas, three sentinels. Cluster: three primaries with a replica each. With "replay" a replay
store on Redis decides steps, over records that read, wait and overwrite, so that parallel callers are all told yes; a
cluster has two replicas for each primary then, since a replay store asks for min-replicas-to-write. It was told to remember for
${replayMemory} seconds instead of four minutes, and accepts nothing for that long after a failover; that is part of the time until
the service was back. Servers that did not come together again were replaced, which is no broken promise.`;

const isBroken = ({ broken, back }: Proven["results"][number]) =>
  broken.length > 0 || back > backWithin;
const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);

function rowOf(topology: Topology, decides: string, { results, setUpsFailed }: Proven): string[] {
  const [least, median, most] = spread(results.map(({ back }) => back));
  return [
    topology,
    decides,
    String(results.length),
    String(results.filter(isBroken).length),
    String(Math.max(...results.map(({ accepted }) => accepted))),
    String(results.filter(({ acceptedAtOnce }) => acceptedAtOnce === 0).length),
    inWords(sumStatuses(results.map(({ statuses }) => statuses))),
    seconds(Math.max(...results.map(({ slowest }) => slowest))),
    [least, median, most].map(seconds).join(" / "),
    String(setUpsFailed),
  ];
}

function spread(values: readonly number[]): readonly [least: number, median: number, most: number] {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[0] ?? 0, sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0];
}

const rows: string[][] = [];
const proven: { readonly topology: Topology; readonly results: Proven["results"] }[] = [];
for (const decides of choose("decides", given.decides, ["row", "replay"] as const)) {
  const times = timesOf[decides];
  for (const topology of choose("on", given.on, topologies)) {
    const say = (line: string) => console.error(`${topology} ${decides} ${line}`);
    const one = await proveFailover(topology, decides, { times, dice: createDice(seed), say });
    proven.push({ topology, results: one.results });
    rows.push(rowOf(topology, decides, one));
  }
}

const results = proven.flatMap((one) => one.results);
const broken = results.filter(isBroken).length;
const none = results.filter(({ acceptedAtOnce }) => acceptedAtOnce === 0).length;
const [, median, most] = spread(results.map(({ back }) => back));
const on = topologies
  .map((name) => [name, proven.filter(({ topology }) => topology === name)] as const)
  .filter(([, all]) => all.length > 0)
  .map(([name, all]) => `${all.flatMap((one) => one.results).length} times on ${name}`);
const held = broken === 0 ? "at most one acceptance each" : `a promise broken ${broken} times`;
const head = [
  "on",
  "decides",
  "times",
  "broken",
  "most accepted",
  "bursts that accepted none",
  "replies to the bursts",
  "slowest reply, s",
  "back after, s (least / median / most)",
  "set-ups failed",
];
putOut(
  "failover",
  {
    title: "Failover under fire",
    done,
    table: table(head, rows),
    figure: `failover: ${on.join(", ")}: ${held} (${none} of ${results.length} bursts accepted none), back in service within ${seconds(most)} s (median ${seconds(median)})`,
  },
  given.write,
);
process.exitCode = broken === 0 ? 0 : 1;
