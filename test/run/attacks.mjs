// npm run attacks: the corpus, and how much of it there is. The last line is the figure.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { coverage } from "./coverage.mjs";
import { readKnownCases } from "./known-cases.mjs";
import { cacheFolder, run } from "./process.mjs";

const reportFile = join(cacheFolder, "attacks.json");
mkdirSync(cacheFolder, { recursive: true });
rmSync(reportFile, { force: true });

// Unit tests carry ids too, so every project is asked.
const { ok } = await run("vitest", [
  "run",
  "--testNamePattern=[A-Z]{3}-[0-9]{2}",
  "--silent=passed-only",
  "--hideSkippedTests",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${reportFile}`,
]);
if (!existsSync(reportFile)) {
  console.error("vitest wrote no report: nothing is known about any case.");
  process.exit(1);
}
const { groups, faults, covered, gates, caught } = coverage(
  readKnownCases(),
  JSON.parse(readFileSync(reportFile, "utf8")),
);

const width = Math.max(...groups.map(({ name }) => name.length));
for (const group of groups) {
  const share = `${group.covered}/${group.known}`.padStart(7);
  const rest = group.waitsFor.length === 0 ? "" : `  waiting for ${group.waitsFor.join(", ")}`;
  console.log(`${group.prefix}  ${group.name.padEnd(width)} ${share}${rest}`);
}
for (const fault of faults) console.log(fault);
const failed = !ok || faults.length > 0;
console.log(`attacks: ${covered} cases covered, ${caught} of ${gates} gate mutants caught`);
process.exit(failed ? 1 : 0);
