// npm run proof -- faults [--times 3] [--on express5,hono] [--write]
import { parseArgs } from "node:util";
import { startPostgres } from "../servers/index.js";
import { deadlineMilliseconds } from "../stores/faults/ground.js";
import { networkFaults } from "../stores/faults/network-faults.js";
import { postgresFaults } from "../stores/faults/postgres-faults.js";
import { redisFaults } from "../stores/faults/redis-faults.js";
import { type Measured, runFault } from "../stores/faults/run-fault.js";
import { choose, wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { table } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    times: { type: "string", default: "3" },
    on: { type: "string", default: "express5,hono" },
    write: { type: "boolean", default: false },
  },
});
const times = wholeNumber("times", given.times);
const apps = choose("on", given.on, ["express5", "hono"]);

/** What is promised, in milliseconds. */
const most = { beyondDeadline: 50, untilBack: 2000 };

const faults = [...networkFaults("redis"), ...redisFaults]
  .concat(networkFaults("postgres"))
  .concat(postgresFaults);
const rows: string[][] = [];
const all: Measured[] = [];
let broken = 0;

const postgres = await startPostgres({ settings: { fsync: "off" } });
for (const fault of faults) {
  const measured: Measured[] = [];
  for (let time = 0; time < times; time += 1) {
    for (const app of apps) {
      try {
        measured.push(await runFault(fault, app, postgres));
      } catch (error) {
        broken += 1;
        console.error(`${fault.store}, ${fault.name}, ${app}:`, error);
      }
    }
  }
  all.push(...measured);
  rows.push(rowOf(`${fault.store}: ${fault.name}`, measured));
}
await postgres.close();

function rowOf(name: string, measured: readonly Measured[]): string[] {
  const refusals = measured.reduce((sum, one) => sum + one.refusals, 0);
  const { slowest, back } = worstOf(measured);
  return [name, String(refusals), refusals === 0 ? "-" : slowest, back];
}

function worstOf(measured: readonly Measured[]): { slowest: string; back: string } {
  return {
    slowest: whole(measured.map(({ slowestBeyondDeadline }) => slowestBeyondDeadline)),
    back: whole(measured.map(({ backAfter }) => backAfter)),
  };
}

function whole(values: readonly number[]): string {
  return String(Math.ceil(Math.max(...values)));
}

const { slowest, back } = worstOf(all);
const kept =
  broken === 0 && Number(slowest) <= most.beyondDeadline && Number(back) <= most.untilBack;
const promise = `${broken} broken promises, promised deadline + ${most.beyondDeadline} ms and ${most.untilBack} ms`;
const head = ["fault", "refusals", "slowest refusal beyond the deadline, ms", "back after, ms"];
putOut(
  "faults",
  {
    title: "Stores that break under a running app",
    done: `Each fault was made ${times * apps.length} times, on ${apps.join(" and ")}, with budgets in Redis and records in Postgres, both behind a
proxy, and a deadline of ${deadlineMilliseconds} ms. While it lasted a right code, a right recovery code and everything else was asked
for at once; a refusal is a 503 \`store_unavailable\`. A negative number says how long before the deadline the slowest one
came. Back is the first wrong code that is compared again, counted from the end of the fault, with nothing restarted.`,
    table: table(head, rows),
    figure: `faults: ${faults.length} faults, ${all.length} runs: slowest refusal deadline + ${slowest} ms, recovered after ${back} ms at most: ${kept ? "kept" : "NOT KEPT"} (${promise})`,
  },
  given.write,
);
process.exitCode = kept ? 0 : 1;
