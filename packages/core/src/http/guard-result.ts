import type { MaybePromise } from "../maybe-promise.js";
import type { MarkRequirement } from "../step-up/mark.js";
import { seeSubject } from "../step-up/sign-in.js";
import type { SubjectState } from "../step-up/subject-state.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import type { RequirementOptions } from "./adapter-port.js";
import { type Call, eventScope } from "./call.js";
import { type ProblemCode, problem } from "./problem.js";
import { refuse } from "./refuse.js";
import { wantsPage } from "./reply.js";
import type { GuardResult, RouteReply, RouteRequest } from "./route-request.js";
import { unavailableReply } from "./unavailable-reply.js";

export const pass = (headers: Call["replyHeaders"]): GuardResult => ({
  pass: true,
  headers,
  signedOut: false,
});

/** The session's first sight of the subject is written down, whoever passes or not. */
export function see(call: Call, state: SubjectState): MaybePromise<void> {
  const { suite, subject, session, stored, now } = call;
  const slot = seeSubject(stored, subject, state, now, suite.crypto);
  if (slot === stored) return undefined;
  call.seen = slot;
  return session.write(slot);
}

export function outage(suite: Suite, request: RouteRequest, error: unknown): GuardResult {
  if (!(error instanceof Unavailable)) throw error;
  return { pass: false, reply: unavailableReply(suite, request, null, error, "guard") };
}

export function refused(
  suite: Suite,
  request: RouteRequest,
  call: Call | null,
  code: ProblemCode,
  requirement?: Asked,
): GuardResult {
  noteRefusal(suite, request, call, code);
  const headers = call?.replyHeaders ?? [];
  const members = requirement?.action === undefined ? {} : { action: requirement.action };
  const reply = refuse(suite, request, call?.subject ?? null, problem(code, members), {
    headers,
    ...(requirement && { requirement }),
  });
  return withoutBody(request, reply);
}

/** What a request lacks: a mark like this, made for this action. */
export interface Asked extends MarkRequirement {
  readonly action?: string;
  readonly describe?: RequirementOptions["describe"];
}

/** Asks for a second factor: where a person can go on right after it, on the spot; else as any refusal. */
export async function ask(call: Call, asked: Asked): Promise<GuardResult> {
  const { suite, request } = call;
  if (mayBeInPlace(call, asked)) {
    const { challengeInPlace } = await import("../on-demand.js");
    const reply = await challengeInPlace(call, asked);
    if (reply !== null) {
      noteRefusal(suite, request, call, "second_factor_required");
      return withoutBody(request, reply);
    }
  }
  return refused(suite, request, call, "second_factor_required", asked);
}

/** As far as it can be told without loading anything: a GET is led to the challenge and back, unless it is an action. */
function mayBeInPlace({ suite, request, keeper }: Call, { action }: Asked): boolean {
  if (suite.pages === null || keeper === "token" || !wantsPage(request)) return false;
  const { method } = request;
  return method === "POST" || (action !== undefined && (method === "GET" || method === "HEAD"));
}

function noteRefusal(
  suite: Suite,
  request: RouteRequest,
  call: Call | null,
  reason: ProblemCode,
): void {
  const scope = call?.scope ?? eventScope(suite, request, null);
  suite.emitter.emit(scope, { type: "guard.refused", outcome: "failure", reason });
}

const withoutBody = ({ method }: RouteRequest, reply: RouteReply): GuardResult => ({
  pass: false,
  reply: method === "HEAD" ? { ...reply, body: "" } : reply,
});
