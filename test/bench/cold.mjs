// What an import adds to the start of a process, over bare Node.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, printTable } from "./lib/measure.mjs";

const rounds = Number(process.env.ROUNDS ?? 15);
const here = fileURLToPath(new URL("..", import.meta.url));
const imports = {
  "bare Node": "0",
  "express alone": 'import "express5"',
  "core + express adapter (goal: 25 ms)":
    'import "@second-factor/core"; import "@second-factor/express"',
  "better-auth + twoFactor": 'import "better-auth"; import "better-auth/plugins/two-factor"',
};

const times = Object.fromEntries(Object.keys(imports).map((name) => [name, []]));
for (let round = -1; round < rounds; round += 1) {
  for (const [name, code] of Object.entries(imports)) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      cwd: here,
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    if (round >= 0) times[name].push(performance.now() - start);
  }
}
const bare = times["bare Node"];
printTable(
  "Import, added to a bare Node process",
  ["import", "ms added", "times bare Node"],
  Object.entries(times).map(([name, values]) => [
    name,
    median(values.map((value, round) => value - bare[round])).toFixed(0),
    median(values.map((value, round) => value / bare[round])).toFixed(2),
  ]),
);
