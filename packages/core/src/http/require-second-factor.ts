import type { MarkRequirement } from "../step-up/mark.js";
import { subjectState } from "../step-up/subject-state.js";
import type { Suite } from "../suite.js";
import { checkAction } from "./action.js";
import type { RequirementOptions } from "./adapter-port.js";
import { openCall, resolveSubject } from "./call.js";
import { checkRequirement, maxAgeMsOf } from "./check-guard-options.js";
import { checkOrigin } from "./check-origin.js";
import { ask, outage, pass, refused, see } from "./guard-result.js";
import type { GuardResult, RouteRequest } from "./route-request.js";
import { markStands, noteUse } from "./standing-mark.js";
import { useGrant } from "./use-grant.js";

/** One sensitive route: always a verified and fresh mark, always read anew. */
export async function requireSecondFactor(
  suite: Suite,
  request: RouteRequest,
  options: RequirementOptions = {},
): Promise<GuardResult> {
  checkRequirement(options);
  const { amr, describe } = options;
  const requirement: MarkRequirement = {
    maxAgeMs: maxAgeMsOf(options, suite.settings),
    ...(amr && { amr }),
  };
  try {
    const subject = await resolveSubject(request);
    if (subject === null) return refused(suite, request, null, "sign_in_required");
    const call = await openCall(suite, request, subject);
    if (isForeignHandshake(suite, request)) {
      return refused(suite, request, call, "cross_origin_refused");
    }
    const state = subjectState(await suite.records.load(subject.id));
    const seen = see(call, state);
    await seen;
    if (!state.enrolled) return refused(suite, request, call, "enrollment_required");
    const action = await actionOf(options);
    if (await markStands(call, state, requirement)) {
      if (action === undefined) {
        if (seen === undefined) await noteUse(call);
        return pass(call.replyHeaders);
      }
      if (await useGrant(call, state, action)) return pass(call.replyHeaders);
    }
    return await ask(call, { ...requirement, ...(action !== undefined && { action, describe }) });
  } catch (error) {
    return outage(suite, request, error);
  }
}

async function actionOf({ action }: RequirementOptions): Promise<string | undefined> {
  if (action === undefined) return undefined;
  return checkAction("action", typeof action === "function" ? await action() : action);
}

/** A WebSocket's handshake brings the cookies along from any site, and what it opens can be read there. */
function isForeignHandshake({ settings }: Suite, request: RouteRequest): boolean {
  if (request.header("upgrade")?.toLowerCase() !== "websocket") return false;
  return checkOrigin(request, settings.trustedOrigins) === "refused";
}
