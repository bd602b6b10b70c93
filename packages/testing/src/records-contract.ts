import { defineAccountRecoveryCases } from "./records-contract/account-recovery-cases.js";
import { defineBrowserCases } from "./records-contract/browser-cases.js";
import { defineChangeCases } from "./records-contract/change-cases.js";
import { defineEnrollmentCases } from "./records-contract/enrollment-cases.js";
import { defineEpochCases } from "./records-contract/epoch-cases.js";
import { defineFailureCases } from "./records-contract/failure-cases.js";
import { defineIdentityCases } from "./records-contract/identity-cases.js";
import { defineListCases } from "./records-contract/list-cases.js";
import { defineCases, type RecordsUnderTest } from "./records-contract/records-case.js";
import { defineRecoveryCases } from "./records-contract/recovery-cases.js";
import { defineRemovalCases } from "./records-contract/removal-cases.js";
import { defineStepCases } from "./records-contract/step-cases.js";
import { defineSubjectListCases } from "./records-contract/subject-list-cases.js";
import { defineVerdictCases } from "./records-contract/verdict-cases.js";
import { defineVisibilityCases } from "./records-contract/visibility-cases.js";
import type { Runner } from "./runner.js";

/**
 * What every `Records` store promises, as tests for your runner. Each failure names the promise that was broken. A
 * store that cannot compare-and-set, such as Workers KV, fails it, and has to.
 */
export function recordsContract(runner: Runner, underTest: RecordsUnderTest): void {
  runner.describe(`records contract: ${underTest.name}`, () => {
    const it = defineCases(runner, underTest);
    defineVerdictCases(it);
    defineIdentityCases(it);
    defineStepCases(it);
    defineFailureCases(it);
    defineEnrollmentCases(it);
    defineRemovalCases(it);
    defineRecoveryCases(it);
    defineEpochCases(it);
    defineVisibilityCases(it);
    defineListCases(it);
    defineChangeCases(it);
    defineAccountRecoveryCases(it);
    defineBrowserCases(it);
    defineSubjectListCases(it);
  });
}
