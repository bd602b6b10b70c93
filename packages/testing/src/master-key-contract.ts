import { defineErrorCases } from "./master-key-contract/error-cases.js";
import {
  defineMasterKeyCases,
  type MasterKeyUnderTest,
} from "./master-key-contract/master-key-case.js";
import { defineRefusalCases } from "./master-key-contract/refusal-cases.js";
import { defineRoundTripCases } from "./master-key-contract/round-trip-cases.js";
import type { Runner } from "./runner.js";

/** What every `MasterKey` promises, as tests for your runner. Each failure names the promise that was broken. */
export function masterKeyContract(runner: Runner, underTest: MasterKeyUnderTest): void {
  runner.describe(`master key contract: ${underTest.name}`, () => {
    const it = defineMasterKeyCases(runner, underTest);
    defineRoundTripCases(it);
    defineRefusalCases(it);
    defineErrorCases(it);
  });
}
