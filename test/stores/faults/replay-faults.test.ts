import assert from "node:assert/strict";
import { redisReplay } from "@second-factor/redis";
import { afterAll, beforeAll, describe, it, onTestFinished } from "vitest";
import { mustAccept, mustBeOutside, mustRefuse } from "../../attacks/attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacks/attacker/sign-in.js";
import { endlessLimits } from "../../attacks/servers/endless-limits.js";
import { laggingRecords } from "../../attacks/servers/lagging-records.js";
import { redisAt } from "../../attacks/servers/redis-at.js";
import { liftFence } from "../../attacks/servers/replay-fence.js";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import type { Fault } from "./fault.js";
import { deadlineMilliseconds, startGround } from "./ground.js";
import { networkFaults } from "./network-faults.js";
import { redisFaults } from "./redis-faults.js";
import { until } from "./until.js";

/** Spoils the keys of budgets. */
const ofBudgetsAlone = "WRONGTYPE";

describe("a replay store breaks, over records that cannot decide", () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres({ settings: { fsync: "off" } });
  });
  afterAll(() => postgres?.close());

  async function breakReplay(fault: Fault): Promise<void> {
    const ground = await startGround("express5", postgres, fault);
    onTestFinished(() => ground.close());
    const replay = redisReplay(redisAt(ground.toRedis.port), { deadlineMilliseconds });
    onTestFinished(() => replay.close());
    const records = laggingRecords(ground.bed.records);
    const bed = await ground.bed.another({
      engine: {
        records: records.store,
        limits: endlessLimits,
        replay,
        storeDeadlineMilliseconds: deadlineMilliseconds,
      },
    });
    onTestFinished(() => bed.close());
    const { authenticator } = await enrolled(bed, "alice");
    records.lag();
    await liftFence(replay, [ground.redis]);
    mustAccept(await (await signedIn(bed, "alice")).verify(authenticator.code()));
    bed.clock.advance({ seconds: 30 });
    const otp = authenticator.code();
    const visitors = await Promise.all(Array.from({ length: 4 }, () => signedIn(bed, "alice")));

    await fault.begin(ground);
    const under = await visitors[0]!.verify(otp);
    if (fault.effect === "outage" || fault.effect === "unknown") {
      mustRefuse(under, 503, "store_unavailable");
      await mustBeOutside(visitors[0]!);
    }
    await fault.end(ground);

    const statuses = [under.status];
    await until("an answer that is none of an outage, or a fence", async () => {
      const reply = await visitors[1]!.clone().verify(otp);
      if (reply.status === 503 && Number(reply.headers["retry-after"]) <= 1) return false;
      statuses.push(reply.status);
      return true;
    });
    for (const visitor of visitors.slice(2)) statuses.push((await visitor.verify(otp)).status);
    const accepted = statuses.filter((status) => status === 200).length;
    assert.ok(accepted <= 1, `one code, once: ${statuses}`);
    bed.clock.advance({ seconds: 30 });
    await liftFence(replay, [ground.redis]);
    mustAccept(await (await signedIn(bed, "alice")).verify(authenticator.code()));
  }

  for (const fault of [...networkFaults("redis"), ...redisFaults]) {
    if (fault.name.startsWith(ofBudgetsAlone)) continue;
    it(`STO-03 ${fault.name}`, () => breakReplay(fault));
  }
});
