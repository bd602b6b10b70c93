import { defineFloorCases } from "./replay-contract/floor-cases.js";
import { defineIdentityCases } from "./replay-contract/identity-cases.js";
import { defineLossCases } from "./replay-contract/loss-cases.js";
import { defineReplayCases, type ReplayUnderTest } from "./replay-contract/replay-case.js";
import { defineStepCases } from "./replay-contract/step-cases.js";
import type { Runner } from "./runner.js";

/** What every `ReplayStore` promises, as tests for your runner. Each failure names the promise that was broken. */
export function replayContract(runner: Runner, underTest: ReplayUnderTest): void {
  runner.describe(`replay contract: ${underTest.name}`, () => {
    const it = defineReplayCases(runner, underTest);
    defineStepCases(it);
    defineFloorCases(it);
    defineIdentityCases(it);
    defineLossCases(it);
  });
}
