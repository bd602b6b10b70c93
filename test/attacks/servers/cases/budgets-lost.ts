import assert from "node:assert/strict";
import { wrongOtps } from "../../attacker/guesses.js";
import { mustRefuse } from "../../attacker/outcomes.js";
import { enrolled, signedIn } from "../../attacker/sign-in.js";
import { budgetKeys, guess, spent, startBed } from "../budgets.js";
import type { ServerCase } from "../server-case.js";

export const budgetsLostCases: readonly ServerCase[] = [
  {
    id: "STO-08",
    title: "flushing Redis between guesses",
    gate: false,
    async attack(scene) {
      const redis = await scene.redis();
      const bed = await startBed(scene, redis);
      const { authenticator } = await enrolled(bed, "alice");
      const thief = await signedIn(bed, "alice");
      const otps = wrongOtps(authenticator, 100);
      let compared = await guess(thief, otps.slice(0, 10));
      assert.equal(compared, 5);
      for (let flushes = 1; flushes <= 8; flushes += 1) {
        await redis.command("FLUSHALL");
        // It looks once a minute.
        bed.clock.advance({ seconds: 61 });
        const more = await guess(thief, otps.slice(10 * flushes, 10 * flushes + 10));
        assert.ok(more <= 5, `a flush gives one short budget, and not ${more}`);
        compared += more;
      }
      assert.equal(compared, 30, "the 30-day budget stands in the records");
      assert.equal((await bed.record("alice")).failures.count, 30);
      mustRefuse(await thief.verify(authenticator.code()), 429, spent);
      const told = bed.events.filter(
        (event) => event.type === "warning" && event.code === "store_forgot",
      );
      assert.ok(told.length > 0, "the loss is told");
    },
  },
  {
    id: "STO-09",
    title: "a Redis that throws budgets out when its memory is full",
    gate: false,
    async attack(scene) {
      const redis = await scene.redis({ "maxmemory-policy": "allkeys-lru", maxmemory: "3mb" });
      const { limits, replay } = scene.stores(redis.port);
      const bed = await scene.bed({ limits, replay });
      const told = await bed.engine.checkStores();
      const found = told.filter(({ code }) => code === "store_may_forget");
      assert.deepEqual(
        found.map(({ severity }) => severity),
        ["error"],
        "no memory of used codes there",
      );
      await assert.rejects(bed.engine.ready(), { code: "store_may_forget" });

      const beside = await startBed(scene, redis);
      await beside.engine.ready();
      assert.ok(
        beside.events.some((one) => one.type === "warning" && one.code === "store_may_forget"),
        "a warning where it is budgets",
      );
      const { authenticator } = await enrolled(beside, "alice");
      const thief = await signedIn(beside, "alice");
      const otps = wrongOtps(authenticator, 20);
      assert.equal(await guess(thief, otps.slice(0, 10)), 5);
      for (let index = 0; (await budgetKeys(redis)).length > 0; index += 1) {
        assert.ok(index < 1000, "its memory is full long before");
        await redis.command("SET", `other:${index}`, "x".repeat(20_000));
      }
      const marks = (await redis.command("KEYS", "second-factor:*{mark}*")) as string[];
      for (const key of marks) await redis.command("DEL", key);
      beside.clock.advance({ seconds: 61 });
      assert.equal(await guess(thief, otps.slice(10)), 5, "one short budget, not the 30-day one");
      assert.equal((await beside.record("alice")).failures.count, 10);
      assert.ok(beside.events.some((one) => one.type === "warning" && one.code === "store_forgot"));
    },
  },
];
