import { type Limiter, type Limits, memoryLimits } from "@second-factor/core/stores";
import { limitsContract } from "@second-factor/testing";
import { describe, expect, it } from "vitest";
import { collectingRunner } from "./collecting-runner.js";
import { eventualLimits } from "./eventual-stores.js";

async function failuresOf(open: () => Limits | readonly Limits[]): Promise<string> {
  const runner = collectingRunner();
  limitsContract(runner, {
    name: "limits that have to fail",
    open: async () => ({ limits: [open()].flat(), close: async () => {} }),
  });
  return [...(await runner.failures()).values()].join("\n");
}

/** Right limits with one method replaced. */
function broken(change: (right: Limiter, points: number) => Partial<Limiter>): Limits {
  const limits = memoryLimits();
  return {
    durability: "process",
    limiter(budget, clock) {
      const limiter = limits.limiter(budget, clock);
      return { ...limiter, ...change(limiter, budget.points) };
    },
  };
}

describe("limits contract", () => {
  it("fails limits that check, wait and then count", async () => {
    const racy = () =>
      broken((right, points) => ({
        async consume(key) {
          const before = await right.get(key);
          await new Promise((resolve) => setImmediate(resolve));
          if (before !== null && before.remainingPoints === 0) return Promise.reject(before);
          const consumedPoints = (before?.consumedPoints ?? 0) + 1;
          await right.consume(key).catch(() => undefined);
          return {
            consumedPoints,
            remainingPoints: points - consumedPoints,
            msBeforeNext: before?.msBeforeNext ?? 900_000,
          };
        },
      }));
    expect(await failuresOf(racy)).toMatch(
      /consume let 200 of 200 parallel callers spend a budget of 5/,
    );
  });

  it("fails eventually consistent limits, though each of their places is right about itself", async () => {
    expect(await failuresOf(() => eventualLimits())).toBe(
      "Error: consume let 10 of 200 parallel callers spend a budget of 5: it must be one atomic count, whichever client asks",
    );
  });

  it("fails limits whose counts come from a replica that lags", async () => {
    expect(await failuresOf(() => eventualLimits(50))).toMatch(
      /another client of the store gave a budget that was spent/,
    );
  });

  it("fails limits whose long window is lost at once (BRU-33)", async () => {
    const forgetful = (): Limits => {
      const limits = memoryLimits();
      const most = 2 ** 31 / 1000;
      return {
        durability: "process",
        limiter: (budget, clock) =>
          limits.limiter(
            {
              ...budget,
              durationSeconds: budget.durationSeconds > most ? 1 : budget.durationSeconds,
            },
            clock,
          ),
      };
    };
    expect(await failuresOf(forgetful)).toMatch(
      /a spent 30-day budget opened again after 86400000 ms/,
    );
  });

  it("fails limits that give a point too many after a late reset (BRU-34)", async () => {
    const rewarding = () =>
      broken((right, points) => {
        const credit = new Map<string, number>();
        return {
          async consume(key) {
            const left = credit.get(key) ?? 0;
            if (left === 0) return right.consume(key);
            credit.set(key, left - 1);
            return { remainingPoints: points, consumedPoints: 0, msBeforeNext: 900_000 };
          },
          async delete(key) {
            credit.set(key, 1);
            return right.delete(key);
          },
        };
      });
    expect(await failuresOf(rewarding)).toMatch(/changed its budget|gave 6/);
  });

  it("fails limits that answer a refusal without its numbers", async () => {
    const mute = () =>
      broken((right) => ({
        consume: (key) => right.consume(key).catch(() => Promise.reject({ msBeforeNext: 1 })),
      }));
    expect(await failuresOf(mute)).toMatch(/all numbers/);
  });

  it("fails limits that do not know one budget from another", async () => {
    const limits = memoryLimits();
    const limiters = new Map<number, Limiter>();
    const nameless = (): Limits => ({
      durability: "process",
      limiter(budget, clock) {
        const limiter = limiters.get(budget.points) ?? limits.limiter(budget, clock);
        limiters.set(budget.points, limiter);
        return limiter;
      },
    });
    expect(await failuresOf(nameless)).toMatch(/names must be disjoint/);
  });
});
