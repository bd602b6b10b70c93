import { describe, expect, it, vi } from "vitest";
import { RedisFault, redisLimits, redisReplay } from "../src/index.js";

const budget = { name: "short", points: 5, durationSeconds: 900 };
const clock = { now: Date.now };
const steps = { first: 2, last: 2 };

describe("an object of one's own", () => {
  it("is asked once for each call, and an answer that never comes is no answer", async () => {
    const run = vi.fn(() => new Promise<never>(() => undefined));
    const limits = redisLimits({ eval: run }, { deadlineMilliseconds: 20 });
    await expect(limits.limiter(budget, clock).consume("ada")).rejects.toThrow(RedisFault);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("is asked for no more at a time than a process can bear", async () => {
    const run = vi.fn(() => new Promise<never>(() => undefined));
    const limits = redisLimits({ eval: run }, { deadlineMilliseconds: 200 });
    const limiter = limits.limiter(budget, clock);
    const calls = Array.from({ length: 5000 }, () => limiter.consume("ada"));
    const settled = await Promise.allSettled(calls);
    expect(settled.filter(({ status }) => status === "fulfilled")).toEqual([]);
    expect(run, "calls in flight").toHaveBeenCalledTimes(4096);
  });

  it.each([
    ["null", null],
    ["a text", "OK"],
    ["true", true],
    ["an empty list", []],
    ["a list of words", ["one", "two"]],
    ["one number", [1]],
  ])("proves nothing with %s for an answer", async (_name, answer) => {
    const client = { eval: async () => answer };
    const limiter = redisLimits(client).limiter(budget, clock);
    await expect(limiter.consume("ada"), "consume").rejects.toThrow(Error);
    await expect(limiter.get("ada"), "get").rejects.toThrow(Error);
    const { acceptStep } = redisReplay(client).forNamespace("default");
    if (Array.isArray(answer) && answer[0] === 1) return;
    await expect(acceptStep("ada", "phone", steps, 1, 1), "acceptStep").rejects.toThrow(Error);
  });

  it("is told of as it failed, without the command that its error holds", async () => {
    const cause = Object.assign(new Error("ERR no such thing, command was: [secret]"), {
      command: { args: ["secret"] },
    });
    const limits = redisLimits({ eval: () => Promise.reject(cause) });
    const error: unknown = await limits
      .limiter(budget, clock)
      .consume("ada")
      .catch((fault: unknown) => fault);
    expect(error).toMatchObject({ fault: "ERR no such thing", reply: "ERR" });
    expect(JSON.stringify([error, (error as Error).stack, (error as Error).cause])).not.toContain(
      "secret",
    );
  });

  it("finds its server by itself: check says that nothing answers as written", async () => {
    const limits = redisLimits({ eval: async () => null });
    expect(await limits.check?.()).toMatchObject([{ code: "store_unreachable" }]);
  });

  it.each([
    [{ ...budget, points: 0 }],
    [{ ...budget, points: 1.5 }],
    [{ ...budget, durationSeconds: 0 }],
    [{ ...budget, durationSeconds: 0.5 }],
  ])("gets no budget that is none: %j", (odd) => {
    const limits = redisLimits({ eval: async () => null });
    expect(() => limits.limiter(odd, clock)).toThrow("[budget_invalid]");
  });
});
