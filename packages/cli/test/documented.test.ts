import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { rowProblems } from "../src/import/row.js";
import { run } from "../src/run.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const page = read("../../../docs/cli.md");

const printed = [...page.matchAll(/<!-- help: ([a-z ]+) -->\n```text\n(.*?)\n```/gs)].map(
  ([, command = "", help = ""]) => ({ command, help }),
);

async function helpOf(command: string): Promise<string> {
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((written) => {
    text += String(written);
    return true;
  });
  try {
    await run([...command.split(" ").filter(Boolean), "--help"]);
  } finally {
    vi.restoreAllMocks();
  }
  return text.trimEnd();
}

it.each(printed)("docs/cli.md prints the help of $command as it is", async ({ command, help }) => {
  expect(help).toBe(await helpOf(command));
});

it("documents every command", async () => {
  const documented = printed.map(({ command }) => command);
  for (const group of ["", "keys", "schema", "audit"]) {
    const [, list = ""] = (await helpOf(group)).split("\nCommands:\n");
    const names = [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      if (["help", "keys", "schema", "audit"].includes(name)) continue;
      expect(documented).toContain(`${group} ${name}`.trim());
    }
  }
});

it("has a section for every code, and a row for every reason", () => {
  const source = read("../src/output/cli-problem.ts");
  const codes = [...source.matchAll(/^ {2}\| "([a-z_]+)"/gm)];
  expect(codes.length).toBeGreaterThan(10);
  for (const [, code] of codes) expect(page).toContain(`\n### ${code}\n`);
  // However wide the columns are.
  const rows = page.replaceAll(/ +/g, " ");
  for (const [code, text] of Object.entries(rowProblems))
    expect(rows).toContain(`| \`${code}\` | ${text} |`);
});

it("names commands in the runbook that there are", async () => {
  const runbook = read("../../../docs/keys.md");
  const commands = [...runbook.matchAll(/second-factor ((?:keys )?[a-z]+)/g)].map(
    ([, name]) => name,
  );
  expect(commands.length).toBeGreaterThan(8);
  for (const command of new Set(commands)) expect(await helpOf(command ?? "")).toMatch(/^Usage/);
});
