import { defineAccountRecoveryCases } from "./adapter-contract/account-recovery-cases.js";
import { defineActionCases } from "./adapter-contract/action-cases.js";
import { type AdapterUnderTest, defineCases } from "./adapter-contract/adapter-case.js";
import { defineBodyCases } from "./adapter-contract/body-cases.js";
import { defineBrowserCases } from "./adapter-contract/browser-cases.js";
import { defineEnrollmentCases } from "./adapter-contract/enrollment-cases.js";
import { defineErrorCases } from "./adapter-contract/error-cases.js";
import { defineFormCases } from "./adapter-contract/form-cases.js";
import { defineHostReplyCases } from "./adapter-contract/host-reply-cases.js";
import { defineManageCases } from "./adapter-contract/manage-cases.js";
import { definePathCases } from "./adapter-contract/path-cases.js";
import { definePolicyCases } from "./adapter-contract/policy-cases.js";
import { defineRecoveryCases } from "./adapter-contract/recovery-cases.js";
import { defineResumeCases } from "./adapter-contract/resume-cases.js";
import { defineSessionCases } from "./adapter-contract/session-cases.js";
import { defineStaffCases } from "./adapter-contract/staff-cases.js";
import { defineTokenCases } from "./adapter-contract/token-cases.js";
import { defineVerificationCases } from "./adapter-contract/verification-cases.js";
import type { Runner } from "./runner.js";

/**
 * What every adapter promises, as tests for your runner, driven over HTTP against an app that you start. Each failure
 * names the promise that was broken.
 */
export function adapterContract(runner: Runner, underTest: AdapterUnderTest): void {
  runner.describe(`adapter contract: ${underTest.name}`, () => {
    const it = defineCases(runner, underTest);
    defineEnrollmentCases(it);
    defineVerificationCases(it);
    defineRecoveryCases(it);
    defineAccountRecoveryCases(it);
    defineManageCases(it);
    defineBrowserCases(it);
    defineFormCases(it);
    defineActionCases(it);
    defineResumeCases(it);
    definePathCases(it);
    definePolicyCases(it);
    defineSessionCases(it);
    defineStaffCases(it);
    defineTokenCases(it);
    defineErrorCases(it);
    defineHostReplyCases(it);
    defineBodyCases(it);
  });
}
