// npm run proof -- exactly-once [--rounds 1000] [--stores sqlite,…] [--kinds otp,…] [--memory-seconds 3] [--write]
import { parseArgs } from "node:util";
import { type KindName, kindNames } from "./exactly-once/kinds.js";
import { processes, proveExactlyOnce, submissions } from "./exactly-once/prove.js";
import type { RoundsResult, Spread } from "./exactly-once/run-rounds.js";
import { settingNames } from "./exactly-once/settings.js";
import { choose, wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { inWords, table, thousands } from "./report/table.js";

const { values: given } = parseArgs({
  options: {
    rounds: { type: "string", default: "1000" },
    stores: { type: "string" },
    kinds: { type: "string" },
    "memory-seconds": { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const rounds = wholeNumber("rounds", given.rounds);
const kinds = choose("kinds", given.kinds, kindNames);
/** A replay store decides codes alone: recovery codes and enrollments are the records' there too, as in the other rows. */
const kindsOf = (store: string): readonly KindName[] =>
  store.startsWith("replay") && given.kinds === undefined ? ["otp", "guesses"] : kinds;
const memory = given["memory-seconds"];
const memorySeconds = memory === undefined ? null : wholeNumber("memory-seconds", memory);

const fences =
  memorySeconds === null
    ? "Rounds began when its fence of four minutes was over."
    : `It was told to remember for ${memorySeconds} seconds instead of four minutes, so that its fence was over sooner.`;
const done = `${processes} processes, each an Express 5 server with the routes mounted, shared nothing but the stores.
Each round had a user of its own. ${submissions} connections, ${submissions / processes} to each process, carried ${submissions} requests whose last bytes
were held back until all others had been sent, and then released together. Afterwards the replies, the events of all
processes and the user's row had to agree.

- otp: one valid code in ${submissions} sessions. Exactly one reply is 200, all others 401 or 429, and the row's last step is the
  code's. Budgets were lifted here, or most submissions would have been refused before anything was compared; all
  ${submissions} were compared.
- recovery: one recovery code in ${submissions} sessions. Exactly one reply is 200, and one code less remains.
- confirm: one pending enrollment, confirmed ${submissions} times with one code; its budget of five tries was lifted. Exactly one
  reply is 200, with recovery codes; the row holds one authenticator.
- guesses: ${submissions} different wrong codes, budgets as they come. Exactly five are compared, and the row counts exactly five.

"decided" is how many submissions of a round went as far as the verdict that only one may get (for guesses: were
compared): the median, and the least and the most. With "replay" a replay store on Redis decides steps, over records
that read, wait and overwrite, so that parallel callers are all told yes.
${fences} PostgreSQL did not wait for its disk
(fsync off), and stores had 30 seconds for an answer: neither changes who wins.`;

const rows: string[][] = [];
const held = { one: { held: 0, all: 0 }, five: { held: 0, all: 0 } };
let failed = false;

function take(store: string, kind: string, result: RoundsResult): void {
  const { accepted, decided, statuses, broken, seconds } = result;
  const count = kind === "guesses" ? held.five : held.one;
  count.all += result.rounds;
  count.held += result.rounds - broken;
  failed ||= broken > 0;
  const cells = [between(accepted), `${decided.median} (${between(decided)})`, inWords(statuses)];
  rows.push([store, kind, thousands(result.rounds), ...cells, seconds.toFixed(1)]);
}

const between = ({ least, most }: Spread) => `${least}–${most}`;

for (const store of choose("stores", given.stores, settingNames)) {
  const say = (line: string) => console.error(`${store} ${line}`);
  const onResult = (kind: KindName, result: RoundsResult) => take(store, kind, result);
  try {
    await proveExactlyOnce(store, kindsOf(store), { rounds, memorySeconds, say, onResult });
  } catch (error) {
    // What is known of the other stores is worth telling.
    say(`could not be run to its end: ${error instanceof Error ? error.stack : String(error)}`);
    failed = true;
  }
}

const figures = Object.entries({
  "exactly one accepted": held.one,
  "exactly five compared": held.five,
}).filter(([, { all }]) => all > 0);
const told = figures.map(
  ([what, count]) => `${what} in ${thousands(count.held)} of ${thousands(count.all)}`,
);
const head = ["store", "kind", "rounds", "accepted", "decided", "other statuses", "seconds"];
putOut(
  "exactly-once",
  {
    title: "Exactly once",
    done,
    table: table(head, rows),
    figure: `exactly-once: ${thousands(held.one.all + held.five.all)} rounds of ${submissions} over ${processes} processes: ${told.join(", ")}`,
  },
  given.write,
);
process.exitCode = failed ? 1 : 0;
