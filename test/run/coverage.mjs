const idPattern = /\b[A-Z]{3}-\d{2}\b/g;

/**
 * Holds the known cases against a vitest report. A case is covered where tests that carry its id passed, none failed
 * and it waits for nothing; its mutant is caught where the test of that name passed.
 *
 * @param {ReturnType<typeof import("./known-cases.mjs").readKnownCases>} known
 * @param {{ testResults: Array<{ assertionResults: Array<{ fullName: string, status: string }> }> }} report
 */
export function coverage(known, report) {
  const verdicts = readVerdicts(report);
  const all = known.flatMap(({ cases }) => cases);
  const isCovered = ({ id, waitsFor }) => waitsFor === "" && verdicts.get(id) === "passed";
  const isCaught = ({ id }) => verdicts.get(`${id} mutant`) === "passed";
  const gates = all.filter((one) => one.gate && isCovered(one));
  return {
    groups: known.map(({ prefix, name, cases }) => ({
      prefix,
      name,
      covered: cases.filter(isCovered).length,
      known: cases.length,
      waitsFor: [...new Set(cases.map((one) => one.waitsFor))].filter((one) => one !== ""),
    })),
    faults: [
      ...all.flatMap((one) => faultsOf(one, verdicts.get(one.id), isCaught(one))),
      ...strangers(all, verdicts),
    ],
    covered: all.filter(isCovered).length,
    gates: gates.length,
    caught: gates.filter(isCaught).length,
  };
}

function faultsOf({ id, gate, title, waitsFor }, verdict, mutantCaught) {
  if (verdict === "failed") return [`${id}: a test fails (${title})`];
  if (waitsFor !== "") return [];
  if (verdict === undefined) return [`${id}: no test covers it (${title})`];
  return gate && !mutantCaught ? [`${id}: no test catches its mutant (${title})`] : [];
}

/** Ids of our groups that stand in no table. "UTF-16" only looks like one. */
function strangers(all, verdicts) {
  const ids = new Set(all.map(({ id }) => id));
  const prefixes = new Set(all.map(({ id }) => id.slice(0, 3)));
  return [...verdicts.keys()]
    .map((name) => name.slice(0, 6))
    .filter((id) => prefixes.has(id.slice(0, 3)) && !ids.has(id))
    .map((id) => `${id}: a test carries it and no table knows it`);
}

/** By id, and by "id mutant": "passed", or "failed" where any test of that id failed. */
function readVerdicts({ testResults }) {
  const verdicts = new Map();
  for (const { fullName, status } of testResults.flatMap((file) => file.assertionResults)) {
    if (status !== "passed" && status !== "failed") continue;
    for (const [id] of fullName.matchAll(idPattern)) {
      const name = fullName.includes(`${id} mutant is caught`) ? `${id} mutant` : id;
      if (verdicts.get(name) !== "failed") verdicts.set(name, status);
    }
  }
  return verdicts;
}
