import { ConfigurationError } from "@second-factor/core";
import { describe, expect, it } from "vitest";
import type { SecondFactorNamespace, SecondFactorStub } from "../src/binding.js";
import { durableObjectLimits } from "../src/durable-object-limits.js";
import { durableObjectReplay } from "../src/durable-object-replay.js";

const budget = { name: "short", points: 5, durationSeconds: 900 };
const clock = { now: Date.now };
const steps = { first: 2, last: 2 };

/** A binding whose objects answer as told, for what no object of ours says. */
function bound(answer: unknown): SecondFactorNamespace & { readonly names: string[] } {
  const names: string[] = [];
  const say = async () => answer as never;
  const stub: SecondFactorStub = {
    consumePoint: say,
    readBudget: say,
    forgetBudget: say,
    acceptStep: say,
    describe: say,
    readClock: say,
  };
  return {
    names,
    idFromName(name) {
      names.push(name);
      return {};
    },
    get: () => stub,
  };
}

const stores = [
  ["durableObjectLimits", "limits_invalid", durableObjectLimits],
  ["durableObjectReplay", "replay_invalid", durableObjectReplay],
] as const;

describe.each(stores)("%s", (name, code, create) => {
  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a KV namespace", { get: async () => null, put: async () => undefined }],
    ["the class", class SecondFactorObject {}],
  ])("refuses %s, with the lines that wrangler.jsonc lacks", (_what, given) => {
    const open = () => create(given as never, { binding: "BUDGETS" });
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(`[${code}]`);
    expect(open).toThrow(name);
    expect(open).toThrow('"bindings": [{ "name": "BUDGETS", "class_name": "SecondFactorObject" }]');
    expect(open).toThrow('"new_sqlite_classes": ["SecondFactorObject"]');
  });

  it("does not take a stranger for its own class", async () => {
    const findings = await create(bound("something else")).check?.();
    expect(findings).toMatchObject([{ severity: "error", code: "store_unreachable" }]);
    expect(findings?.[0]?.problem).toMatch(/SECOND_FACTOR is of another class/);
  });
});

describe("answers that no object of ours gives", () => {
  it.each([[null], [true], [{}], [{ taken: "yes" }], [{ taken: 1 }]])(
    "are no point: %j",
    async (answer) => {
      const limiter = durableObjectLimits(bound(answer)).limiter(budget, clock);
      await expect(limiter.consume("ada")).rejects.toThrow(Error);
    },
  );

  it.each([
    { ...budget, points: 0 },
    { ...budget, points: 1.5 },
    { ...budget, durationSeconds: 0 },
    { ...budget, durationSeconds: 0.5 },
  ])("a budget that is none is refused: %j", (odd) => {
    expect(() => durableObjectLimits(bound(null)).limiter(odd, clock)).toThrow("[budget_invalid]");
  });

  it.each([
    [{ first: Number.NaN, last: 2 }, 1, 240],
    [{ first: 1.5, last: 2 }, 1, 240],
    [{ first: 3, last: 2 }, 1, 240],
    [steps, Number.NaN, 240],
    [steps, 1, Number.NaN],
    [steps, 1, 0],
  ])(
    "steps that are none are refused, not compared: %j above %d for %d s",
    async (odd, floor, seconds) => {
      const { acceptStep } = durableObjectReplay(bound(true)).forNamespace("default");
      await expect(acceptStep("ada", "phone", odd, floor, seconds)).rejects.toThrow(RangeError);
    },
  );
});

it("names objects without telling whose they are", async () => {
  const objects = bound(true);
  const { acceptStep } = durableObjectReplay(objects).forNamespace("default");
  await acceptStep("ada@acme.example", "phone", steps, 1, 240);
  await durableObjectLimits(objects).limiter(budget, clock).delete("192.0.2.7");
  expect(objects.names.join()).not.toMatch(/ada|192/);
  expect(new Set(objects.names).size, "two objects").toBe(2);
});
