import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, it } from "vitest";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));

/** What the texts are made of: one or two characters over and over, and an end that fits nowhere. */
const pumps = [
  ..." -=0a A/,;:.%\"'<>&?#_\té\u2028",
  "- ",
  " -",
  "0 ",
  "a,",
  "a:",
  "1.",
  "::",
  "=;",
];
const starts = ["", "0", "a", "/", "https:", "bearer "];
const ends = ["\u0000", "!", ""];
const length = 50_000;
/** A square of the length would be seconds. */
const mostMilliseconds = 150;

interface Found {
  readonly pattern: RegExp;
  readonly place: string;
}

/** Every regular expression literal that is shipped, found by a parser and not by another regular expression. */
function regexpsOf(group: string): Found[] {
  const folder = `${packages}${group}/src/`;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .flatMap((name) => {
      const file = folder + name;
      const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
      const found: Found[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const end = node.text.lastIndexOf("/");
          const pattern = new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
          found.push({ pattern, place: relative(packages, file) });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });
}

/** Where no long text ever gets: in base32.ts the shape that is tested before lets six of them through. */
const capped = ["=+$"];

function slowest({ pattern }: Found): { milliseconds: number; text: string } {
  let worst = { milliseconds: 0, text: "" };
  for (const start of starts) {
    for (const pump of pumps) {
      for (const end of ends) {
        const text = start + pump.repeat(length / pump.length) + end;
        const milliseconds = workOf(() => text.replace(pattern, ""));
        const told = `${JSON.stringify(start)} + ${JSON.stringify(pump)}… + ${JSON.stringify(end)}`;
        if (milliseconds > worst.milliseconds) worst = { milliseconds, text: told };
        if (milliseconds > mostMilliseconds) return worst;
      }
    }
  }
  return worst;
}

/** Of the processor and not of the clock, and the least of three where it looks like much: others work here too. */
function workOf(call: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 3 && least > mostMilliseconds; turn += 1) {
    const before = process.cpuUsage();
    call();
    least = Math.min(least, process.cpuUsage(before).user / 1000);
  }
  return least;
}

describe("INJ-19: text that would make a regular expression slow", () => {
  const groups = readdirSync(packages).filter((name) =>
    readdirSync(packages + name).includes("src"),
  );

  it("finds the expressions", () => {
    assert.ok(regexpsOf("core").length > 20);
  });

  for (const group of groups) {
    it(`takes no longer for each expression of ${group} than its length allows`, () => {
      const slow: string[] = [];
      for (const found of regexpsOf(group)) {
        if (capped.includes(found.pattern.source)) continue;
        const { milliseconds, text } = slowest(found);
        if (milliseconds < mostMilliseconds) continue;
        slow.push(`${found.pattern} in ${found.place}: ${Math.round(milliseconds)} ms for ${text}`);
      }
      assert.deepEqual(slow, []);
    });
  }
});
