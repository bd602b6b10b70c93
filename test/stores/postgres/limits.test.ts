import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { sqlLimits } from "@second-factor/sql";
import { afterAll, beforeAll, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { type OpenedPostgres, openPostgres } from "./open-postgres.js";

let server: PostgresServer;
let opened: OpenedPostgres;
beforeAll(async () => {
  server = await startPostgres();
  opened = await openPostgres(server);
});
afterAll(async () => {
  await opened?.close();
  await server?.close();
});

const budget = { name: "short", points: 5, durationSeconds: 900 };
const clock = { now: () => 0 };

async function untilRows(expected: number): Promise<void> {
  const text = "SELECT count(*)::int AS rows FROM second_factor_limits";
  while ((await opened.run(text)).rows[0].rows !== expected) await wait(5);
}

it("deletes what ended an hour ago beside the tries of several processes, and no window that is open", async () => {
  await opened.empty();
  const hourAgo = Date.now() - 3_600_000;
  await opened.run(
    `INSERT INTO second_factor_limits SELECT 'old:' || n, 1, ${hourAgo} - n FROM generate_series(1, 2500) n`,
  );
  await opened.run(
    `INSERT INTO second_factor_limits SELECT 'young:' || n, 1, ${hourAgo} + 60000 FROM generate_series(1, 10) n`,
  );
  const limiters = opened.databases.map((each) => sqlLimits(each).limiter(budget, clock));
  const spent = [1, 2, 3].flatMap(() => limiters.map((limiter) => limiter.consume("ada")));
  const states = await Promise.allSettled(spent);
  assert.equal(states.filter(({ status }) => status === "fulfilled").length, 5);
  // Two processes with a batch of 1000 each, and another for who had a whole one.
  for (const limiter of limiters) await limiter.consume("bob");
  await untilRows(12);
  assert.equal((await limiters[0]!.get("ada"))?.remainingPoints, 0);
});
