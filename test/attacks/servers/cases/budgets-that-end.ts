import assert from "node:assert/strict";
import type { RedisServer } from "../../../servers/index.js";
import { until } from "../../../stores/faults/until.js";
import type { Testbed } from "../../../testbed/index.js";
import { wrongOtps, wrongRecoveryCode, wrongRun } from "../../attacker/guesses.js";
import { byStatus, mustRefuse } from "../../attacker/outcomes.js";
import { enrolled, redeem, signedIn } from "../../attacker/sign-in.js";
import { budgetKeys, startBed } from "../budgets.js";
import type { ServerCase } from "../server-case.js";

async function mustAllEnd(redis: RedisServer, when: string): Promise<void> {
  const keys = await budgetKeys(redis);
  assert.ok(keys.length > 0, "there are budgets");
  for (const key of keys) {
    const left = Number(await redis.command("PTTL", key));
    assert.ok(left > 0 && left <= 3_600_000, `${key} ends in ${left} ms, ${when}`);
  }
}

/** Asks for everything that has a budget, with codes that are wrong. */
async function spendEverything(bed: Testbed, { authenticator, browser }: Owner): Promise<void> {
  const thief = await signedIn(bed, "alice");
  for (const otp of [...wrongOtps(authenticator, 6), wrongRun(authenticator, 2)]) {
    assert.ok([401, 429].includes((await thief.verify(otp)).status));
  }
  mustRefuse(await thief.verify(wrongRun(authenticator, 3)), 401, "invalid_otp");
  mustRefuse(await redeem(thief, wrongRecoveryCode()), 401, "invalid_recovery_code");
  const begun = await browser.request("POST", "/2fa/totp/enrollments", { json: {} });
  assert.equal(begun.status, 201);
}

type Owner = Awaited<ReturnType<typeof enrolled>>;

export const budgetsThatEndCases: readonly ServerCase[] = [
  {
    id: "BRU-20",
    title: "a budget that is never given back: a crash in between, a key without an end",
    gate: false,
    async attack(scene) {
      const redis = await scene.redis({ appendonly: "yes", appendfsync: "always" });
      const bed = await startBed(scene, redis);
      const owner = await enrolled(bed, "alice");
      await spendEverything(bed, owner);
      await mustAllEnd(redis, "after every kind of try");

      const thief = await signedIn(bed, "alice");
      const burst = wrongOtps(owner.authenticator, 100).map((otp) => thief.clone().verify(otp));
      await Promise.race(burst);
      await redis.kill();
      const statuses = Object.keys(byStatus(await Promise.all(burst)));
      const known = ["401", "429", "503"];
      assert.ok(
        statuses.every((status) => known.includes(status)),
        `refused, or nobody knows: ${statuses}`,
      );
      await redis.restart();
      await mustAllEnd(redis, "after a power cut in a burst");

      const run = wrongRun(owner.authenticator, 3);
      await until("it is back", async () => (await thief.verify(run)).status === 401);
      // As an older version, or somebody's hand, may have left them.
      const keys = await budgetKeys(redis);
      for (const key of keys) await redis.command("PERSIST", key);
      await spendEverything(bed, owner);
      // Of the enrollments that came to nothing, nobody asks again.
      const asked = keys.filter((key) => !key.includes("confirmation"));
      assert.equal(asked.length, 5);
      for (const key of asked) {
        const left = Number(await redis.command("PTTL", key));
        assert.ok(left > 0, `${key} has an end again`);
      }
    },
  },
];
