import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it, onTestFinished } from "vitest";
import { wrongRun } from "../../attacks/attacker/guesses.js";
import { byStatus } from "../../attacks/attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacks/attacker/sign-in.js";
import {
  countTurns,
  type PostgresServer,
  type RedisServer,
  startPostgres,
} from "../../servers/index.js";
import type { Client } from "../../testbed/index.js";
import type { Fault } from "./fault.js";
import { startGround } from "./ground.js";
import { networkFaults } from "./network-faults.js";
import { postgresFaults } from "./postgres-faults.js";
import { redisFaults } from "./redis-faults.js";
import { until } from "./until.js";

const requests = 300;
/** A budget and the address. */
const commandsOfRequest = 2;
/** What the ground's pool lets wait for its connections, and what it has out. */
const mostWaiting = 110;

const silences = [...networkFaults("redis"), ...redisFaults, ...networkFaults("postgres")]
  .concat(postgresFaults)
  .filter(({ name }) => name === "a black hole" || name === "SIGSTOP");

/** How many scripts Redis has run so far. */
async function scriptsRun(redis: RedisServer): Promise<number> {
  const told = String(await redis.command("INFO", "commandstats"));
  const calls = [...told.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}

const sockets = () =>
  process.getActiveResourcesInfo().filter((kind) => /^TCP|^Timeout/.test(kind)).length;

async function wave(browsers: readonly Client[], otp: string): Promise<void> {
  const replies = await Promise.all(
    Array.from({ length: requests }, (_, index) =>
      browsers[index % browsers.length]!.clone().verify(otp),
    ),
  );
  assert.deepEqual(byStatus(replies), { 503: requests }, "everybody is refused");
}

describe("a silent store and a crowd", () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres({ settings: { fsync: "off" } });
  });
  afterAll(() => postgres?.close());

  async function crowd(fault: Fault): Promise<void> {
    const ground = await startGround("express5", postgres);
    onTestFinished(() => ground.close());
    const { bed, redis, toRedis, toPostgres, pool } = ground;
    const { authenticator } = await enrolled(bed, "alice");
    const browsers = await Promise.all(Array.from({ length: 30 }, () => signedIn(bed, "alice")));
    const otp = wrongRun(authenticator, 2);
    // As many connections as a wave needs, and the scripts that it runs: these stay.
    await browsers[0]!.verify(otp);
    const look = (_: unknown, index: number) =>
      browsers[index % browsers.length]!.request("GET", "/2fa");
    await Promise.all(Array.from({ length: requests }, look));
    const before = {
      scripts: await scriptsRun(redis),
      sockets: sockets(),
    };

    // Postgres's own statistics are seconds late: what the proxy hands on to it is as good.
    const toDatabase = countTurns([toPostgres]);
    await fault.begin(ground);
    await wave(browsers, otp);
    // By now it is known to be silent: hardly anything more is sent to it.
    await wave(browsers, otp);
    await fault.end(ground);
    const back = wrongRun(authenticator, 3);
    await until("the app is back", async () => (await browsers[0]!.verify(back)).status === 401);

    const scripts = (await scriptsRun(redis)) - before.scripts;
    const statements = toDatabase.requests;
    const asked = fault.store === "redis" ? requests : 2 * requests;
    assert.ok(
      scripts <= commandsOfRequest * asked + 20,
      `${scripts} scripts for ${asked} requests that could ask`,
    );
    if (fault.store === "postgres") {
      assert.ok(statements <= 2 * mostWaiting + 20, `${statements} statements came through`);
    }
    assert.ok(toRedis.connections <= 2, `${toRedis.connections} connections to Redis`);
    assert.equal(pool.waitingCount, 0, "nobody waits for a connection any more");
    await until("nothing of it is left", async () => sockets() <= before.sockets + 10);
  }

  for (const fault of silences) {
    it(`${fault.store}, ${fault.name}: the crowd is refused, and no burst follows`, () =>
      crowd(fault));
  }
});
