import {
  type Actor,
  isFreshlySignedIn,
  isFreshlyVerified,
  isVerified,
} from "../../authenticators/actor.js";
import { usableCodes } from "../../authenticators/recovery-codes.js";
import { trustedBrowsers } from "../../browsers/trusted-browsers.js";
import { isAllowed } from "../../step-up/allowed-kinds.js";
import { applyPolicy } from "../../step-up/policy.js";
import { mayVerify } from "../../step-up/sign-in.js";
import { subjectState } from "../../step-up/subject-state.js";
import type { Answer } from "../answer.js";
import { type Call, readActor } from "../call.js";
import type { ManagePage } from "../page.js";
import { pageFrame, withReturnTo } from "../page-frame.js";
import { type Problem, problem } from "../problem.js";
import { challengePage } from "./challenge-page.js";
import { enrollPage } from "./enroll-page.js";
import type { Handler } from "./input.js";

/** Pages that only lead elsewhere. */
const goTo = (location: string): Answer => ({ status: 200, json: {}, location });

/** GET /enroll */
export const showEnroll: Handler = async (call, { returnTo }) => {
  const { suite } = call;
  const { basePath } = suite.settings;
  const actor = await readActor(call);
  const enrolled = actor.record.authenticators.length > 0;
  if (enrolled && !isFreshlyVerified(suite, actor)) {
    return goTo(
      withReturnTo(`${basePath}/challenge`, withReturnTo(`${basePath}/enroll`, returnTo)),
    );
  }
  if (!enrolled && !isFreshlySignedIn(suite, actor)) return { problem: problem("sign_in_again") };
  if (!isAllowed(actor.kinds, "totp"))
    return { problem: problem("authenticator_kind_not_allowed") };
  return { status: 200, json: {}, page: () => enrollPage(call, actor, returnTo, null) };
};

/** GET /challenge */
export const showChallenge: Handler = async (call, { returnTo }) => {
  const { suite, subject, now, keeper, request } = call;
  const actor = await readActor(call);
  if (actor.record.authenticators.length === 0) {
    return goTo(withReturnTo(`${suite.settings.basePath}/enroll`, returnTo));
  }
  if (
    !mayVerify(
      actor.slot,
      subject,
      keeper,
      subjectState(actor.record),
      now,
      suite.settings.signInMaxAgeMs,
    )
  ) {
    return { problem: problem("sign_in_again") };
  }
  const asked = new URLSearchParams(request.query).get("authenticatorId");
  const state = { returnTo, sent: null, asked, error: null, codesNeeded: 1 } as const;
  return { status: 200, json: {}, page: () => challengePage(call, state) };
};

/** GET /recovery-codes */
export const showRegenerate: Handler = async (call, { returnTo }) => {
  const { suite } = call;
  const { basePath } = suite.settings;
  const actor = await readActor(call);
  if (actor.record.authenticators.length === 0) return goTo(`${basePath}/enroll`);
  if (!isFreshlyVerified(suite, actor, ["otp"])) {
    return goTo(withReturnTo(`${basePath}/challenge`, `${basePath}/recovery-codes`));
  }
  if (!isAllowed(actor.kinds, "recovery_code"))
    return { problem: problem("authenticator_kind_not_allowed") };
  const remaining = actor.record.recoveryCodesRemaining;
  const frame = pageFrame(call, actor, returnTo);
  return { status: 200, json: {}, page: () => ({ page: "regenerate", frame, remaining }) };
};

/** GET /manage */
export const showManage: Handler = async (call, { returnTo }) => {
  const { suite } = call;
  const { basePath, markMaxAgeMs } = suite.settings;
  const actor = await readActor(call);
  if (actor.record.authenticators.length === 0) return goTo(`${basePath}/enroll`);
  if (!isVerified(suite, actor, { maxAgeMs: markMaxAgeMs })) {
    return goTo(withReturnTo(`${basePath}/challenge`, `${basePath}/manage`));
  }
  return { status: 200, json: {}, page: () => managePage(call, actor, returnTo, null) };
};

export async function managePage(
  call: Call,
  actor: Actor,
  returnTo: string,
  error: Problem | null,
): Promise<ManagePage> {
  const { suite, subject, now } = call;
  const { lastMayGo } = await applyPolicy(suite.settings.policy, subject, now);
  return {
    page: "manage",
    frame: pageFrame(call, actor, returnTo, error),
    authenticators: actor.record.authenticators.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt,
      lastUsedAt,
    })),
    maxAuthenticators: suite.settings.maxAuthenticators,
    lastMayGo,
    browsers: trustedBrowsers(actor.record, now, await call.browser()),
    recoveryCodesRemaining: usableCodes(actor),
  };
}
