import type { Actor } from "../../authenticators/actor.js";
import { applyPolicy } from "../../step-up/policy.js";
import type { Call } from "../call.js";
import type { EnrollPage } from "../page.js";
import { pageFrame } from "../page-frame.js";
import type { Problem } from "../problem.js";

export async function enrollPage(
  call: Call,
  actor: Actor,
  returnTo: string,
  error: Problem | null,
): Promise<EnrollPage> {
  const { suite, subject, now } = call;
  const policy = await applyPolicy(suite.settings.policy, subject, now);
  return {
    page: "enroll",
    frame: pageFrame(call, actor, returnTo, error),
    first: actor.record.authenticators.length === 0,
    required: policy.required || actor.record.mustEnroll,
    graceUntil: policy.graceUntil,
  };
}
