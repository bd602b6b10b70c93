// npm run proof -- exactly-once-workers [--rounds 100] [--stores d1,durable-object] [--write]
import { parseArgs } from "node:util";
import { proveOnWorkers, submissions } from "./exactly-once-workers/prove.js";
import { settingNames } from "./exactly-once-workers/start-workers.js";
import { choose, wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { inWords, table, thousands } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    rounds: { type: "string", default: "100" },
    stores: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const rounds = wholeNumber("rounds", given.rounds);

const done = `Two Workers of one workerd, Hono with the routes mounted and \`nodejs_compat\`, shared D1 and the Durable Objects, as they run
locally: it is Cloudflare's runtime, and not Cloudflare's network. Each round had a user of its own. ${submissions} connections, ${submissions / 2}
to each Worker, carried one valid code in ${submissions} sessions, in requests whose last bytes were held back until all others had
been sent, and then released together. Exactly one reply may be 200, and all others are 401 or 429; the events of both
Workers and the user's row had to agree. Budgets were lifted, or most submissions would have been refused before anything
was compared; all ${submissions} were compared. Stores had 30 seconds for an answer, which does not change who wins.

- d1: the row decides, records on D1.
- durable-object: the object of the user decides, over rows on D1 that were read, waited with and overwritten, so that
  parallel callers are all told yes.

"decided" is how many submissions of a round went as far as the verdict that only one may get: the median, and the least
and the most.`;

const rows: string[][] = [];
const held = { held: 0, all: 0 };

for (const store of choose("stores", given.stores, settingNames)) {
  const result = await proveOnWorkers(store, rounds, (line) => console.error(line));
  const { accepted, decided, statuses, broken, seconds } = result;
  held.all += result.rounds;
  held.held += result.rounds - broken;
  rows.push([
    store,
    thousands(result.rounds),
    `${accepted.least}–${accepted.most}`,
    `${decided.median} (${decided.least}–${decided.most})`,
    inWords(statuses),
    seconds.toFixed(1),
  ]);
}

putOut(
  "exactly-once-workers",
  {
    title: "Exactly once on Workers",
    done,
    table: table(["store", "rounds", "accepted", "decided", "other statuses", "seconds"], rows),
    figure: `exactly-once-workers: ${thousands(held.all)} rounds of ${submissions} over two Workers: exactly one accepted in ${thousands(held.held)} of ${thousands(held.all)}`,
  },
  given.write,
);
process.exitCode = held.held === held.all ? 0 : 1;
