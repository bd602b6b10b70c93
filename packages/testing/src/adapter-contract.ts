import { type AdapterUnderTest, defineCases } from "./adapter-contract/adapter-case.js";
import { defineBodyCases } from "./adapter-contract/body-cases.js";
import { defineEnrollmentCases } from "./adapter-contract/enrollment-cases.js";
import { defineErrorCases } from "./adapter-contract/error-cases.js";
import { defineFormCases } from "./adapter-contract/form-cases.js";
import { defineHostReplyCases } from "./adapter-contract/host-reply-cases.js";
import { defineManageCases } from "./adapter-contract/manage-cases.js";
import { definePathCases } from "./adapter-contract/path-cases.js";
import { defineRecoveryCases } from "./adapter-contract/recovery-cases.js";
import { defineSessionCases } from "./adapter-contract/session-cases.js";
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
    defineManageCases(it);
    defineFormCases(it);
    definePathCases(it);
    defineSessionCases(it);
    defineTokenCases(it);
    defineErrorCases(it);
    defineHostReplyCases(it);
    defineBodyCases(it);
  });
}
