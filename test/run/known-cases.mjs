import { readFileSync } from "node:fs";

const file = new URL("../attacks/known-cases.md", import.meta.url);
const heading = /^## ([A-Z]{3}): (.+)$/;
const id = /^[A-Z]{3}-\d{2}$/;

/**
 * The table of test/attacks/known-cases.md.
 *
 * @returns {Array<{ prefix: string, name: string, cases: Array<{ id: string, gate: boolean, title: string, waitsFor: string }> }>}
 */
export function readKnownCases() {
  const groups = [];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [, prefix, name] = heading.exec(line) ?? [];
    if (prefix !== undefined) groups.push({ prefix, name, cases: [] });
    const cells = line.split("|").map((cell) => cell.trim());
    if (!id.test(cells[1])) continue;
    if (cells.length !== 6) throw new Error(`known-cases.md: not four columns: ${line}`);
    const [, known, gate, title, waitsFor] = cells;
    groups.at(-1).cases.push({ id: known, gate: gate === "gate", title, waitsFor });
  }
  return groups;
}
