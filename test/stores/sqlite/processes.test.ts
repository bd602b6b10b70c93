import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate, openLibsql, sqlLimits, sqlRecords } from "@second-factor/sql";
import { afterAll, beforeAll, it } from "vitest";
import { bundleSources } from "../../run/bundle.mjs";
import { type TemporaryFolder, temporaryFolder } from "../../servers/temporary-folder.js";
import type { Race, Won } from "./racer.js";

let folder: TemporaryFolder;
let database: Awaited<ReturnType<typeof openLibsql>>;
let racers: readonly ChildProcess[] = [];
beforeAll(async () => {
  folder = temporaryFolder("sqlite");
  const file = join(folder.path, "records.db");
  database = await openLibsql(`file:${file}`, { busyTimeoutMilliseconds: 20_000 });
  await migrate(database);
  const entry = fileURLToPath(new URL("racer.ts", import.meta.url));
  const program = fileURLToPath(await bundleSources(entry, "sqlite-racer"));
  racers = [1, 2].map(() => fork(program, { env: { ...process.env, SHARED_FILE: file } }));
  await Promise.all(racers.map((racer) => once(racer, "message")));
});
afterAll(async () => {
  const exits = racers.map((racer) => once(racer, "exit"));
  for (const racer of racers) racer.disconnect();
  await Promise.all(exits);
  database?.close();
  folder?.remove();
});

async function race(about: Race): Promise<readonly Won[]> {
  const answers = racers.map((racer) => once(racer, "message"));
  for (const racer of racers) racer.send(about);
  const won = (await Promise.all(answers)).map(([answer]) => answer as Won);
  const errors = won.flatMap((each) => each.errors);
  assert.deepEqual(errors, [], "a process was stopped by the other one");
  return won;
}

it("takes each step once, of two processes on one file", async () => {
  const records = sqlRecords(database).forNamespace("app");
  const parameters = { algorithm: "SHA1", digits: 6, period: 30 } as const;
  const sealedSecret = new Uint8Array([1]);
  const pending = { id: "phone", name: "", parameters, sealedSecret, startedBy: "", epoch: "" };
  await records.begin("ada", { ...pending, expiresAt: 1 });
  const change = { from: "", to: "one", at: 1 };
  await records.activate(
    "ada",
    "phone",
    { sealedSecret, lastStep: 0, recoveryDigests: [] },
    change,
  );
  const steps = Array.from({ length: 300 }, (_, index) => index + 1);
  const won = await race({ steps, tries: 0 });
  const accepted = won.flatMap((each) => each.accepted).sort((left, right) => left - right);
  assert.deepEqual(accepted, steps, "each of 300 steps has to be accepted exactly once");
  assert.equal((await records.load("ada")).authenticators[0]?.lastStep, 300);
});

it("shares one budget between two processes on one file", async () => {
  const won = await race({ steps: [], tries: 100 });
  const allowed = won.map((each) => each.allowed);
  assert.equal(allowed[0]! + allowed[1]!, 5, `${allowed.join(" and ")} of a budget of 5`);
  const limiter = sqlLimits(database).limiter(
    { name: "short", points: 5, durationSeconds: 900 },
    { now: () => 0 },
  );
  assert.equal((await limiter.get("ada"))?.consumedPoints, 200, "a try was not counted");
});
