import assert from "node:assert/strict";
import type { Limits } from "@second-factor/core";
import { redisLimits } from "@second-factor/redis";
import { limitsContract } from "@second-factor/testing";
import { it, onTestFinished } from "vitest";
import { collectingRunner } from "../../../packages/testing/test/collecting-runner.js";
import { eventualLimits } from "../../../packages/testing/test/eventual-stores.js";
import { startRedis } from "../../servers/index.js";
import { redisAt } from "./redis-at.js";

type Open = () => Promise<{ limits: readonly Limits[]; close(): Promise<void> }>;

/** What they break, by the published contract. */
async function brokenPromises(open: Open): Promise<readonly string[]> {
  const runner = collectingRunner();
  limitsContract(runner, { name: "limits", open, ownClock: true });
  assert.ok(runner.titles.length > 3, "a contract has cases");
  return [...(await runner.failures()).values()];
}

// Every store runs its contract in tests of its own; this one holds the two kinds side by side.
it("STO-14 one contract tells budgets on Redis from budgets that are only copied around", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  const onRedis = await brokenPromises(async () => {
    await redis.command("FLUSHALL");
    const limits = [redisLimits(redisAt(redis.port)), redisLimits(redisAt(redis.port))];
    return { limits, close: async () => void limits.map((one) => one.close()) };
  });
  assert.deepEqual(onRedis, [], "Redis keeps every promise");
  const copied = await brokenPromises(async () => ({
    limits: eventualLimits(),
    close: async () => {},
  }));
  assert.match(copied.join("\n"), /must be one atomic count/, "and the other one not, by name");
});
