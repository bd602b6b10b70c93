import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { readKnownCases } from "../run/known-cases.mjs";

const root = new URL("../../", import.meta.url);
const rows = readFileSync(new URL("docs/compliance.md", root), "utf8")
  .split("\n")
  .filter((line) => /^\| [A-Z]/.test(line));

/** What a row names in its last column. */
function shownBy(row: string): {
  readonly cases: readonly string[];
  readonly files: readonly string[];
} {
  const cell = row.split("|").at(-2) ?? "";
  return {
    cases: cell.match(/\b[A-Z]{3}-\d{2}\b/g) ?? [],
    files: [...cell.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file),
  };
}

describe("docs/compliance.md", () => {
  const covered = new Set(
    readKnownCases().flatMap(({ cases }) =>
      cases.filter(({ waitsFor }) => waitsFor === "").map(({ id }) => id),
    ),
  );

  it("claims nothing for a case that has no test", () => {
    const unknown = rows.flatMap((row) => shownBy(row).cases).filter((id) => !covered.has(id));
    assert.deepEqual(unknown, []);
  });

  it("names test files that are there", () => {
    const gone = rows
      .flatMap((row) => shownBy(row).files)
      .filter((file) => !existsSync(new URL(file, root)));
    assert.deepEqual(gone, []);
  });

  it("shows every clause that it calls met", () => {
    const unproven = rows.filter((row) => {
      const { cases, files } = shownBy(row);
      return cases.length + files.length === 0 && !/\| (?:not met|there is none)/.test(row);
    });
    assert.deepEqual(unproven, []);
  });
});
