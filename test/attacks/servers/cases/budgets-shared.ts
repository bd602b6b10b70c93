import assert from "node:assert/strict";
import { untilNothing } from "../../../servers/until.js";
import { wrongOtps } from "../../attacker/guesses.js";
import { byStatus, mustAccept, mustRefuse } from "../../attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacker/sign-in.js";
import { budgetKeys, guess, spent, startBed } from "../budgets.js";
import { liftFence } from "../replay-fence.js";
import type { ServerCase } from "../server-case.js";

export const budgetsSharedCases: readonly ServerCase[] = [
  {
    id: "STO-11",
    title: "two apps on one Redis",
    gate: false,
    async attack(scene) {
      const redis = await scene.redis();
      const shop = await startBed(scene, redis, "shop");
      const { authenticator } = await enrolled(shop, "alice");
      assert.equal(await guess(await signedIn(shop, "alice"), wrongOtps(authenticator, 9)), 5);
      const ofTheShop = await budgetKeys(redis);

      const bank = await startBed(scene, redis, "bank");
      const owner = await enrolled(bank, "alice");
      mustAccept(await (await signedIn(bank, "alice")).verify(owner.authenticator.code()));
      // No reply waits for the reset, which would give the thief a point if it came between the guesses.
      await untilNothing(async () => {
        const keys = await budgetKeys(redis);
        return keys.find((key) => key.startsWith("second-factor:bank:single")) ?? null;
      });
      const thief = await signedIn(bank, "alice");
      const otps = wrongOtps(owner.authenticator, 9);
      assert.equal(await guess(thief, otps), 5, "a whole budget of its own");
      const all = await budgetKeys(redis);
      assert.ok(ofTheShop.every((key) => key.startsWith("second-factor:shop:")));
      assert.ok(all.some((key) => key.startsWith("second-factor:bank:")));
      mustRefuse(await (await signedIn(shop, "alice")).verify(authenticator.code()), 429, spent);

      const { replay } = scene.stores(redis.port);
      await liftFence(replay, [redis]);
      for (const name of ["shop", "bank"]) {
        const steps = { first: 9, last: 9 };
        const accepted = await replay.forNamespace(name).acceptStep("alice", "one", steps, 0, 240);
        assert.equal(accepted, true, `used in ${name} for the first time`);
      }
    },
  },
  {
    id: "STO-15",
    title: "processes whose clocks are a minute off the clock of Redis, either way",
    gate: false,
    async attack(scene) {
      const redis = await scene.redis();
      const { limits } = scene.stores(redis.port);
      const ahead = await scene.bed({ limits });
      const { authenticator } = await enrolled(ahead, "alice");
      const records = ahead.records;
      const behind = await scene.bed({ limits, records });
      const start = Date.now();
      const otps = wrongOtps(authenticator, 20);
      for (const [bed, skew] of [
        [ahead, 60_000],
        [behind, -60_000],
      ] as const) {
        bed.clock.set(start + skew);
      }
      const thieves = [await signedIn(ahead, "alice"), await signedIn(behind, "alice")];
      const replies = [];
      for (const [index, otp] of otps.slice(0, 8).entries()) {
        replies.push(await thieves[index % 2]!.clone().verify(otp));
      }
      assert.deepEqual(byStatus(replies), { 401: 5, 429: 3 }, "one budget for both");
      const waits = replies
        .filter(({ status }) => status === 429)
        .map(({ headers }) => Number(headers["retry-after"]));
      const [least, most] = [Math.min(...waits), Math.max(...waits)];
      assert.ok(least > 850 && most <= 900, `both wait as long as Redis says: ${waits}`);
      // An hour later by their own clocks, and no time at all by the clock of Redis.
      for (const bed of [ahead, behind]) {
        bed.clock.advance({ seconds: 3600 });
        const thief = await signedIn(bed, "alice");
        mustRefuse(await thief.verify(otps[9] ?? ""), 429, spent);
      }
    },
  },
];
