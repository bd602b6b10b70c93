import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./process.mjs";

/** The runner's own JSON report; everything that is counted is counted from it. */
export const reportFile = join(cacheFolder, "tests.json");
const stepsFile = join(cacheFolder, "steps.json");

export function forgetResults() {
  mkdirSync(cacheFolder, { recursive: true });
  for (const file of [reportFile, stepsFile]) rmSync(file, { force: true });
}

export function saveFailedSteps(names) {
  writeFileSync(stepsFile, JSON.stringify(names));
}

const read = (file, otherwise) =>
  existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : otherwise;

/** A step that failed counts as one failure, and so does a test file that could not be loaded. */
export function countResults(exitStatus) {
  const report = read(reportFile, { testResults: [] });
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const count = (status) => tests.filter((test) => test.status === status).length;
  const broken = report.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const passed = count("passed");
  const failed = count("failed") + broken.length + read(stepsFile, []).length;
  return {
    passed,
    failed: exitStatus !== 0 && failed === 0 ? 1 : failed,
    skipped: tests.length - passed - count("failed"),
  };
}
