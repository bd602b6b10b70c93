import { defineBudgetCases } from "./limits-contract/budget-cases.js";
import { defineClockCases } from "./limits-contract/clock-cases.js";
import { defineLimitsCases, type LimitsUnderTest } from "./limits-contract/limits-case.js";
import type { Runner } from "./runner.js";

/** What every `Limits` promises, as tests for your runner. Each failure names the promise that was broken. */
export function limitsContract(runner: Runner, underTest: LimitsUnderTest): void {
  runner.describe(`limits contract: ${underTest.name}`, () => {
    const it = defineLimitsCases(runner, underTest);
    defineBudgetCases(it);
    if (!underTest.ownClock) defineClockCases(it);
  });
}
