import { limitsContract, manualClock } from "@second-factor/testing";
import { describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../../src/configuration/configuration-error.js";
import { type Budget, type Limiter, limitsFrom, memoryLimits } from "../../src/stores/index.js";
import { Unavailable } from "../../src/unavailable.js";

limitsContract(
  { describe, it },
  {
    name: "memory",
    open: async () => ({ limits: [memoryLimits()], close: async () => {} }),
  },
);

const five: Budget = { name: "five", points: 5, durationSeconds: 900 };
const two: Budget = { name: "two", points: 2, durationSeconds: 60 };
const isAllowed = (limiter: Limiter, key: string) =>
  limiter.consume(key).then(
    () => true,
    (state) => (state instanceof Error ? Promise.reject(state) : false),
  );

async function spend(limiter: Limiter, key: string): Promise<void> {
  while (await isAllowed(limiter, key));
}

it("brings a limiter of rate-limiter-flexible, with that library's names for a budget", () => {
  const limiter = memoryLimits().limiter(five, manualClock());
  const create = vi.fn(() => limiter);
  const limits = limitsFrom(create);
  expect(limits.durability).toBe("shared");
  expect(limits.limiter(five, manualClock())).toBe(limiter);
  expect(create).toHaveBeenCalledExactlyOnceWith({ keyPrefix: "five", points: 5, duration: 900 });
});

describe("memory limits", () => {
  it("says that every process has budgets of its own", () => {
    expect(memoryLimits().durability).toBe("process");
  });

  it("stays bounded with 1 M distinct keys, and the attacked key stays spent (DOS-03)", async () => {
    const clock = manualClock();
    const limiter = memoryLimits().limiter(five, clock);
    await spend(limiter, "victim");
    await limiter.consume("bystander");
    clock.advance({ seconds: 0.001 });
    // Each call has counted before it returns; a million awaits would only take time.
    for (let key = 0; key < 999_998; key += 1) void limiter.consume(`attacker-${key}`);
    expect(await limiter.get("bystander")).not.toBeNull();
    // The millionth key is the last one; the next has to make room.
    await limiter.consume("one too many");
    expect(await limiter.get("bystander")).toBeNull();
    expect(await isAllowed(limiter, "victim")).toBe(false);
  }, 30_000);

  it("remembers exactly as many keys as it was given room for", async () => {
    const limiter = memoryLimits({ maxKeys: 1000 }).limiter(five, manualClock());
    let remembered = 0;
    for (let key = 0; key < 10_000; key += 1) await limiter.consume(`key-${key}`);
    for (let key = 0; key < 10_000; key += 1) if (await limiter.get(`key-${key}`)) remembered += 1;
    expect(remembered).toBe(1000);
  });

  it("makes room with the window that opened first, and never with a spent one", async () => {
    const clock = manualClock();
    const limiter = memoryLimits({ maxKeys: 3 }).limiter(two, clock);
    await spend(limiter, "spent");
    for (const key of ["first", "second", "third"]) {
      clock.advance({ seconds: 1 });
      await limiter.consume(key);
    }
    expect(await limiter.get("first")).toBeNull();
    expect(await limiter.get("second")).not.toBeNull();
    expect(await isAllowed(limiter, "spent")).toBe(false);
  });

  it("lets nobody new in where every key is spent, and recovers when their windows end", async () => {
    const clock = manualClock();
    const limiter = memoryLimits({ maxKeys: 20 }).limiter(two, clock);
    for (let key = 0; key < 20; key += 1) await spend(limiter, `spent-${key}`);
    await expect(limiter.consume("new")).rejects.toThrow("all 20 keys of the budget two are spent");
    expect(await isAllowed(limiter, "spent-3")).toBe(false);
    clock.advance({ seconds: 60 });
    for (let key = 0; key < 20; key += 1) expect(await isAllowed(limiter, `new-${key}`)).toBe(true);
  });

  it("drops keys whose window is over as new ones come, without a timer", async () => {
    const clock = manualClock();
    const limiter = memoryLimits({ maxKeys: 2000 }).limiter(two, clock);
    for (let key = 0; key < 1000; key += 1) await limiter.consume(`old-${key}`);
    for (let key = 0; key < 1000; key += 1) await spend(limiter, `spent-${key}`);
    clock.advance({ seconds: 60 });
    for (let key = 0; key < 1999; key += 1) await limiter.consume(`new-${key}`);
    clock.advance({ seconds: 1 });
    await limiter.consume("one more");
    // Had the old ones stayed, the first of the new ones would have had to make room.
    expect(await limiter.get("new-0")).not.toBeNull();
  });

  it("finds the oldest again after resets and second windows", async () => {
    const clock = manualClock();
    const limiter = memoryLimits({ maxKeys: 2 }).limiter(five, clock);
    await limiter.consume("a");
    clock.advance({ seconds: 1 });
    await limiter.consume("b");
    await limiter.delete("a");
    clock.advance({ seconds: 1 });
    await limiter.consume("a");
    clock.advance({ seconds: 1 });
    await limiter.consume("c");
    expect(await limiter.get("b")).toBeNull();
    expect(await limiter.get("a")).not.toBeNull();
    await limiter.delete("a");
    await limiter.delete("c");
    await limiter.consume("d");
    expect((await limiter.get("d"))?.consumedPoints).toBe(1);
  });

  it("keeps counting where the clock steps back, and gives no window more than its length", async () => {
    const clock = manualClock();
    const limiter = memoryLimits().limiter(two, clock);
    await limiter.consume("ada");
    clock.advance({ seconds: -3600 });
    await limiter.consume("bob");
    expect((await limiter.get("bob"))?.msBeforeNext).toBe(60_000);
    await limiter.consume("ada");
    expect(await isAllowed(limiter, "ada")).toBe(false);
  });

  it("fails closed with a broken clock", async () => {
    const limiter = memoryLimits().limiter(two, { now: () => Number.NaN });
    await expect(limiter.consume("ada")).rejects.toThrow(Unavailable);
    await expect(limiter.get("ada")).rejects.toThrow(Unavailable);
  });

  it("refuses budgets and sizes that it could not keep", () => {
    const clock = manualClock();
    for (const points of [0, -1, 1.5, Number.NaN, 10_001]) {
      expect(() => memoryLimits().limiter({ ...five, points }, clock)).toThrow(ConfigurationError);
    }
    for (const durationSeconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => memoryLimits().limiter({ ...five, durationSeconds }, clock)).toThrow(
        "budget_invalid",
      );
    }
    for (const maxKeys of [0, 0.5, Number.NaN])
      expect(() => memoryLimits({ maxKeys })).toThrow("limits_invalid");
  });
});
