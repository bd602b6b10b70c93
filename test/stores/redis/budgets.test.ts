import type { Clock } from "@second-factor/core/stores";
import { redisLimits } from "@second-factor/redis";
import { manualClock } from "@second-factor/testing";
import { createClient } from "redis6";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type RedisServer, startRedis } from "../../servers/index.js";

const budget = { name: "second-factor:default:short", points: 5, durationSeconds: 900 };
const key = `${budget.name}:ada`;

let redis: RedisServer;
let limits: ReturnType<typeof redisLimits>;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  await redis.command("FLUSHALL");
  limits = redisLimits(createClient({ url: redis.url }));
});
afterEach(() => limits.close());
const limiterOn = (clock: Clock) => limits.limiter(budget, clock);
const limiter = () => limiterOn({ now: Date.now });

async function spendAll() {
  for (let spent = 0; spent < budget.points; spent += 1) await limiter().consume("ada");
}
/** The count, and when the key ends on the clock of Redis. */
const held = async () => [await redis.command("GET", key), await redis.command("PEXPIRETIME", key)];

describe("budgets on Redis", () => {
  it("count nothing for a refused try, and leave the end of the window where it was", async () => {
    await spendAll();
    const before = await held();
    for (let tries = 0; tries < 20; tries += 1) {
      await expect(limiter().consume("ada"), "a try above the budget").rejects.toMatchObject({
        remainingPoints: 0,
      });
    }
    expect(await held(), "the key after 20 refused tries").toEqual(before);
    expect(before[0]).toBe("5");
  });

  it("keep the end of the window for a point that was given", async () => {
    await limiter().consume("ada");
    const [, end] = await held();
    await limiter().consume("ada");
    expect(await held(), "the key after a second point").toEqual(["2", end]);
  });

  it("open again when the window is over on the clock of Redis", async () => {
    await spendAll();
    await redis.command("PEXPIRE", key, 1);
    await vi.waitFor(async () => expect(await limiter().get("ada")).toBeNull());
    expect((await limiter().consume("ada")).consumedPoints, "points of the new window").toBe(1);
  });

  it.each([
    ["consume", () => limiter().consume("ada")],
    ["get", () => limiter().get("ada")],
  ] as const)("give a key without an end one: %s", async (_name, use) => {
    await limiter().consume("ada");
    await redis.command("PERSIST", key);
    await use();
    const left = Number(await redis.command("PTTL", key));
    expect(left, "milliseconds left of a key that had no end").toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(900_000);
  });

  it("do not open a spent key that has no end, but let it end", async () => {
    await spendAll();
    await redis.command("PERSIST", key);
    await expect(limiter().consume("ada")).rejects.toMatchObject({ msBeforeNext: 900_000 });
  });
});

describe("a loss of the budgets", () => {
  it("is told once by each process that saw them before, and not at its first look", async () => {
    const clock = manualClock();
    const told = vi.fn();
    limits.watch?.(told);
    const look = async () => {
      clock.advance({ seconds: 61 });
      await limiterOn(clock).consume("ada");
      // Sent after the look, over the same connection.
      await limiterOn(clock).get("ada");
    };
    await look();
    await look();
    expect(told, "told though nothing was lost").toHaveBeenCalledTimes(0);
    await redis.command("FLUSHALL");
    await look();
    expect(told, "not told of FLUSHALL").toHaveBeenCalledTimes(1);
    await look();
    expect(told, "told again of one loss").toHaveBeenCalledTimes(1);
  });

  it("is looked for at most once a minute, and never where nobody listens", async () => {
    const clock = manualClock();
    await limiterOn(clock).consume("ada");
    expect(await redis.command("KEYS", "*"), "keys where nobody listens").toEqual([key]);
    const told = vi.fn();
    limits.watch?.(told);
    await limiterOn(clock).consume("ada");
    await limiterOn(clock).get("ada");
    await redis.command("FLUSHALL");
    clock.advance({ seconds: 59 });
    await limiterOn(clock).consume("ada");
    await limiterOn(clock).get("ada");
    expect(told, "looked twice within a minute").toHaveBeenCalledTimes(0);
    expect(await redis.command("KEYS", "*")).toEqual([key]);
  });
});
