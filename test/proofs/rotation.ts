// npm run proof -- rotation [--secrets 100000] [--kills 5] [--stores sqlite,postgres] [--write]
import { parseArgs } from "node:util";
import { choose, wholeNumber } from "./report/choose.js";
import { putOut } from "./report/keep-output.js";
import { inWords, table, thousands } from "./report/table.js";
import { kmsCallsPer10000 } from "./rotation/kms-calls.js";
import { promisesBroken } from "./rotation/promises-broken.js";
import { proveRotation, type RotationResult, storeNames } from "./rotation/prove.js";

const { values: given } = parseArgs({
  options: {
    secrets: { type: "string", default: "100000" },
    kills: { type: "string", default: "5" },
    stores: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const secrets = wholeNumber("secrets", given.secrets);
const kills = wholeNumber("kills", given.kills);

const done = `${thousands(secrets)} people, each with a secret sealed by the data key d1. Two processes, each an Express 5 server with the
routes mounted, had the ring "d2,d1", wrapped by a local master key that stands in for one that has to be called. While
people signed in at both without a pause, a process of its own ran \`engine.resealSecrets()\`. It was killed (SIGKILL)
${kills} times at random moments and started again, without being told where it had been.

- verified, failed: sign-ins with right codes while the rotation ran, and those that were not answered with 200.
- killed at: how many secrets, at least, the run had examined when it was killed.
- resealed, changed: of the last run alone; "changed" were sealed anew by their owner's sign-in between being read and
  being written.
- sealed by, before and after: counted in the table by the header of each sealed secret, not by the engine.
- afterwards: \`engine.assertKeyRetired("d1")\` let the key go; with the ring "d2" alone, people who had not signed in
  since did.
- canaries: what was found of secrets, codes and recovery codes in every row of every table (bytes in hexadecimal,
  Base64 and as they are), and in SQLite's file. Every secret began with the same ten bytes, so that none could hide.
- KMS calls: how often the two processes asked the master key in all that time: for each of two data keys when they
  started, and again some time between 400 and 600 seconds later, however many people signed in. The last line counts
  10,000 sign-ins in a row at one process that has just started.

PostgreSQL did not wait for its disk (fsync off), and stores had 30 seconds for an answer.`;

const results: [string, RotationResult][] = [];
let failed = false;
for (const store of choose("stores", given.stores, storeNames)) {
  const result = await proveRotation(store, { secrets, kills, pageSize: 100 });
  results.push([store, result]);
  for (const promise of promisesBroken(result)) {
    console.error(`${store}: ${promise}`);
    failed = true;
  }
}

const head = [
  "store",
  "verified",
  "failed",
  "killed at",
  "resealed",
  "changed",
  "sealed by, before",
  "after",
  "afterwards",
  "canaries",
  "lines searched",
  "KMS calls",
  "seconds",
];
const rows = results.map(([store, result]) => [
  store,
  thousands(result.verified),
  inWords(result.failed),
  result.killedAt.map(thousands).join(" "),
  thousands(result.summary.resealed),
  thousands(result.summary.changedMeanwhile),
  inWords(result.before),
  inWords(result.after),
  inWords(result.signedInAfterwards),
  String(result.canaries),
  thousands(result.lines),
  String(result.unwraps),
  result.seconds.toFixed(0),
]);
const add = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((all, count) => all + count, 0);
const total = (of: (result: RotationResult) => number) =>
  results.reduce((all, [, result]) => all + of(result), 0);
const wrong = total(({ failed }) => add(failed));
const calls = await kmsCallsPer10000();
if (calls > 1) failed = true;
const figures = [
  `${thousands(total(({ after }) => after.d2 ?? 0))} of ${thousands(total(({ after }) => add(after)))} secrets sealed by the new key`,
  `${thousands(wrong)} of ${thousands(wrong + total((result) => result.verified))} verifies failed`,
  `killed ${total(({ killedAt }) => killedAt.length)} times`,
  `${total(({ canaries }) => canaries)} canaries in the dumps`,
  `${calls} KMS call for 10,000 verifies`,
];
putOut(
  "rotation",
  { title: "Rotation", done, table: table(head, rows), figure: `rotation: ${figures.join(", ")}` },
  given.write,
);
process.exitCode = failed ? 1 : 0;
