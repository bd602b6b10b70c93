// npm run proof -- audit [--events 1000000] [--write]
import { parseArgs } from "node:util";
import { proveAudit } from "./audit/prove.js";
import { wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { table, thousands } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    write: { type: "boolean", default: false },
  },
});
const events = wholeNumber("events", given.events);
const { sizes, writingSeconds, tried } = await proveAudit(events, (line) => console.error(line));

const missed = tried.filter(({ exact }) => !exact);
const honest = sizes.filter(({ verified }) => verified);
const perRow = ({ rows, seconds }: { rows: number; seconds: number }) =>
  ((seconds / rows) * 1e6).toFixed(1);
const [first, , last] = sizes as [(typeof sizes)[0], (typeof sizes)[0], (typeof sizes)[0]];
const growth = last.seconds / last.rows / (first.seconds / first.rows);

putOut(
  "audit",
  {
    title: "The audit log",
    done: `${thousands(events)} events through \`sqlAuditLog\` into a SQLite file, the first quarter signed by the key k1 and the rest by k2, in
${writingSeconds.toFixed(0)} seconds. \`verifyAuditLog\` read it when a quarter was there, half of it, and all:

${table(
  ["rows", "seconds", "microseconds a row"],
  sizes.map((size) => [thousands(size.rows), size.seconds.toFixed(1), perRow(size)]),
)}

Then each of these was done to a copy of the whole log by somebody who can write to the database and has, where it says
so, the old key. The verifier had checkpoints of row ${thousands(Math.ceil(events / 2))} and of the last. It counts as found where it named exactly the
rows that were changed.`,
    table: table(
      ["what was done", "what was found", "exactly that"],
      tried.map(({ name, found, exact }) => [name, found, exact ? "yes" : "NO"]),
    ),
    figure: `audit: ${thousands(last.rows)} rows verified in ${last.seconds.toFixed(1)} s, ${growth.toFixed(2)} times the time a row of ${thousands(first.rows)}; ${tried.length - missed.length} of ${tried.length} manipulations found`,
  },
  given.write,
);
process.exitCode = missed.length === 0 && honest.length === sizes.length ? 0 : 1;
