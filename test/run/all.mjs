// npm test: everything a change must pass, from a fresh checkout with nothing but Node and git.
import { buildPkcs11 } from "./build-pkcs11.mjs";
import { provideTools } from "./debian-tools.mjs";
import { ensureInstalled } from "./install.mjs";
import { run } from "./process.mjs";
import { countResults, forgetResults, reportFile, saveFailedSteps } from "./results.mjs";

const script = (name) => async () => {
  const result = await run("npm", ["run", "--silent", name], { quiet: true });
  return result.ok ? null : result.output;
};

async function tests() {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const result = await run("vitest", ["run", ...reporters]);
  return result.ok ? null : "tests failed, see above";
}

/** In order; each tells what is wrong, or null. What the later ones stand on ends the run. */
const steps = [
  { name: "tools", work: async () => (await provideTools()) ?? buildPkcs11() },
  { name: "build", work: script("build"), essential: true },
  { name: "lint", work: script("lint") },
  { name: "typecheck", work: script("typecheck") },
  { name: "knip", work: script("knip") },
  { name: "packages", work: script("check:packages") },
  { name: "tests", work: tests },
];

await ensureInstalled();
forgetResults();

const failed = [];
for (const { name, work, essential } of steps) {
  const start = Date.now();
  console.log(`${name} ...`);
  const problem = await work();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${name}: ${problem === null ? "ok" : "FAILED"} (${seconds} s)`);
  if (problem === null) continue;
  console.error(problem);
  failed.push(name);
  if (essential) break;
}

// Failing tests are counted one by one.
saveFailedSteps(failed.filter((name) => name !== "tests"));
const counts = countResults(failed.length);
if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
