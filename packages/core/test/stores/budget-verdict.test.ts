import { manualClock } from "@second-factor/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { consumeBudget, peekBudget, resetBudget } from "../../src/stores/budget-verdict.js";
import { type Limiter, memoryLimits } from "../../src/stores/index.js";
import { Unavailable } from "../../src/unavailable.js";

const budget = { name: "two", points: 2, durationSeconds: 60 };
const limiterThat = (answer: () => unknown) =>
  ({ consume: answer, get: answer, delete: answer }) as unknown as Limiter;

afterEach(() => {
  vi.useRealTimers();
});

describe("budget verdict", () => {
  it("spends, tells what remains, and when to come back", async () => {
    const clock = manualClock();
    const limiter = memoryLimits().limiter(budget, clock);
    expect(await peekBudget(limiter, "ada", 2)).toEqual({ allowed: true, remaining: 2 });
    expect(await consumeBudget(limiter, "ada")).toEqual({ allowed: true, remaining: 1 });
    expect(await peekBudget(limiter, "ada", 2)).toEqual({ allowed: true, remaining: 1 });
    expect(await consumeBudget(limiter, "ada")).toEqual({ allowed: true, remaining: 0 });
    clock.advance({ seconds: 0.5 });
    expect(await consumeBudget(limiter, "ada")).toEqual({ allowed: false, retryAfterSeconds: 60 });
    expect(await peekBudget(limiter, "ada", 2)).toEqual({ allowed: false, retryAfterSeconds: 60 });
    clock.advance({ seconds: 59.499 });
    expect(await consumeBudget(limiter, "ada")).toEqual({ allowed: false, retryAfterSeconds: 1 });
    await resetBudget(limiter, "ada");
    expect(await consumeBudget(limiter, "ada")).toEqual({ allowed: true, remaining: 1 });
  });

  it("takes the state of rate-limiter-flexible, which has getters and may say -1 for no end", async () => {
    class RateLimiterRes {
      readonly #ms: number;
      constructor(ms: number) {
        this.#ms = ms;
      }
      get remainingPoints() {
        return 0;
      }
      get consumedPoints() {
        return 6;
      }
      get msBeforeNext() {
        return this.#ms;
      }
    }
    for (const [ms, retryAfterSeconds] of [
      [60_000, 60],
      [1, 1],
      [0, 1],
      [-1, 1],
    ] as const) {
      const refused = limiterThat(() => Promise.reject(new RateLimiterRes(ms)));
      expect(await consumeBudget(refused, "ada")).toEqual({ allowed: false, retryAfterSeconds });
      const spent = limiterThat(async () => new RateLimiterRes(ms));
      expect(await peekBudget(spent, "ada", 5)).toEqual({ allowed: false, retryAfterSeconds });
    }
  });

  const state = { remainingPoints: 1, consumedPoints: 1, msBeforeNext: 1000 };
  const lies: [string, () => unknown][] = [
    [
      "throws at once",
      () => {
        throw new Error("boom");
      },
    ],
    ["rejects with an Error", () => Promise.reject(new Error("boom"))],
    [
      "rejects with an Error that looks like a state",
      () => Promise.reject(Object.assign(new Error("boom"), state)),
    ],
    ["rejects with nothing", () => Promise.reject(undefined)],
    ["rejects with NaN", () => Promise.reject({ ...state, msBeforeNext: Number.NaN })],
    ["answers nothing", async () => undefined],
    ["answers true", async () => true],
    ["answers without a count", async () => ({ ...state, remainingPoints: undefined })],
    ["answers with NaN", async () => ({ ...state, remainingPoints: Number.NaN })],
    ["answers with text", async () => ({ ...state, remainingPoints: "1" })],
  ];
  for (const [what, answer] of lies) {
    it(`a limiter that ${what} is an outage (STO-13)`, async () => {
      const onUnavailable = vi.fn();
      const limiter = limiterThat(answer);
      await expect(consumeBudget(limiter, "ada", { onUnavailable })).rejects.toThrow(Unavailable);
      await expect(peekBudget(limiter, "ada", 2, { onUnavailable })).rejects.toThrow(Unavailable);
      expect(onUnavailable.mock.calls.map(([operation]) => operation)).toEqual([
        "limits.consume",
        "limits.get",
      ]);
    });
  }

  it("a limiter that answers null to consume is an outage, and to get a fresh key", async () => {
    const limiter = limiterThat(async () => null);
    await expect(consumeBudget(limiter, "ada")).rejects.toThrow(Unavailable);
    expect(await peekBudget(limiter, "ada", 7)).toEqual({ allowed: true, remaining: 7 });
  });

  it("a limiter that never answers is an outage after the deadline, and leaves no timer", async () => {
    vi.useFakeTimers();
    const asked = consumeBudget(
      limiterThat(() => new Promise(() => {})),
      "ada",
      { milliseconds: 100 },
    );
    const told = expect(asked).rejects.toThrow(Unavailable);
    await vi.advanceTimersByTimeAsync(100);
    await told;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("a reset never rejects, and says that it failed", async () => {
    const onUnavailable = vi.fn();
    await resetBudget(
      limiterThat(() => Promise.reject(new Error("boom"))),
      "ada",
      { onUnavailable },
    );
    expect(onUnavailable).toHaveBeenCalledOnce();
  });
});
