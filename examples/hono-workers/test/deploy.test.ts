import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/servers/temporary-folder.js";
import { folder, program, quietly } from "../src/local/wrangler.js";

const { path: out, remove } = temporaryFolder("deploy");
let said: string;
beforeAll(() => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, "deploy", "--dry-run", "--outdir", out],
    { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH, ...quietly(out) } },
  );
  said = stdout + stderr;
});
afterAll(remove);

test("wrangler.jsonc is what `wrangler deploy` wants", () => {
  for (const line of [
    /^env\.SECOND_FACTOR \(SecondFactorObject\) +Durable Object/m,
    /^env\.DB \(second-factor-bank\) +D1 Database/m,
    /^--dry-run: exiting now/m,
  ]) {
    expect(said).toMatch(line);
  }
  expect(said, "a complaint of wrangler").not.toMatch(/WARNING|ERROR/);
});

test("what is deployed imports nothing that a Worker does not have by itself", () => {
  const worker = readFileSync(join(out, "worker.js"), "utf8");
  const imports = worker.matchAll(/^(?:import|export)\b.*? from ["'](.+)["'];$|\bimport\(/gm);
  expect([...imports].map(([, name]) => name)).toEqual(["cloudflare:workers"]);
});
