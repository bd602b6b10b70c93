import { ConfigurationError } from "../configuration/configuration-error.js";
import { after, isPromise, type MaybePromise } from "../maybe-promise.js";
import { counts, type MarkRequirement } from "../step-up/mark.js";
import { applyPolicy } from "../step-up/policy.js";
import { seeSubject } from "../step-up/sign-in.js";
import { type SubjectState, subjectState } from "../step-up/subject-state.js";
import type { Subject } from "../subject.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import type { GuardOptions, RequirementOptions } from "./adapter-port.js";
import { type Call, eventScope, openCall, resolveSubject } from "./call.js";
import { checkGuardOptions, maxAgeMsOf } from "./check-guard-options.js";
import { checkOrigin } from "./check-origin.js";
import { unavailableReply } from "./handle-routes.js";
import { matchRoute } from "./match-route.js";
import { type ProblemCode, problem } from "./problem.js";
import { refuse } from "./refuse.js";
import type { GuardResult, RouteRequest } from "./route-request.js";
import { staticPaths } from "./route-table.js";

const pass = (headers: Call["replyHeaders"]): GuardResult => ({
  pass: true,
  headers,
  signedOut: false,
});

/**
 * The app-wide policy: whoever has a second factor, or must have one, is asked for it whichever way they signed in.
 * Synchronous for a verified session that was seen before, where the host's own look-ups are.
 */
export function guard(
  suite: Suite,
  request: RouteRequest,
  options: GuardOptions = {},
): MaybePromise<GuardResult> {
  checkGuardOptions(options);
  if (isOwnRoute(suite, request)) return pass([]);
  try {
    const result = after(resolveSubject(request), (subject) =>
      subject === null
        ? signedOut(suite, request, options)
        : after(openCall(suite, request, subject), guardCall),
    );
    if (!isPromise(result)) return result;
    return result.catch((error: unknown) => outage(suite, request, error));
  } catch (error) {
    return outage(suite, request, error);
  }
}

function signedOut(suite: Suite, request: RouteRequest, options: GuardOptions): GuardResult {
  if (options.signedOut === "deny" && !options.public?.includes(request.path)) {
    return refused(suite, request, null, "sign_in_required");
  }
  return { pass: true, headers: [], signedOut: true };
}

function guardCall(call: Call): MaybePromise<GuardResult> {
  const { suite, subject, stored, now } = call;
  const requirement = { maxAgeMs: suite.settings.markMaxAgeMs };
  // A first sight records the subject's epoch, and must not record one that changed a moment ago elsewhere.
  const known = stored?.signIn.subjectId === subject.id;
  const remembered = known ? suite.states.get(subject.id, now) : undefined;
  if (remembered === undefined) return guardAnew(call, requirement);
  // The cache may only let pass: whoever is about to be refused is read again.
  return after(verdict(call, remembered, requirement), (code) =>
    code === null ? pass(call.replyHeaders) : guardAnew(call, requirement),
  );
}

async function guardAnew(call: Call, requirement: MarkRequirement): Promise<GuardResult> {
  const { suite, request, subject, now } = call;
  const state = await suite.states.load(subject.id, now);
  const code = await verdict(call, state, requirement);
  return code === null ? pass(call.replyHeaders) : refused(suite, request, call, code, requirement);
}

/** One sensitive route: always a verified and fresh mark, always read anew. */
export async function requireSecondFactor(
  suite: Suite,
  request: RouteRequest,
  options: RequirementOptions = {},
): Promise<GuardResult> {
  const { amr } = options;
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
    await see(call, state);
    if (!state.enrolled) return refused(suite, request, call, "enrollment_required");
    if (counts(call.stored?.mark ?? null, subject.id, state, call.now, requirement)) {
      return pass(call.replyHeaders);
    }
    return refused(suite, request, call, "second_factor_required", requirement);
  } catch (error) {
    return outage(suite, request, error);
  }
}

/** A WebSocket's handshake brings the cookies along from any site, and what it opens can be read there. */
function isForeignHandshake({ settings }: Suite, request: RouteRequest): boolean {
  if (request.header("upgrade")?.toLowerCase() !== "websocket") return false;
  return checkOrigin(request, settings.trustedOrigins) === "refused";
}

/** Null where the request may go on. Synchronous for whoever is enrolled and was seen before. */
function verdict(
  call: Call,
  state: SubjectState,
  requirement: MarkRequirement,
): MaybePromise<ProblemCode | null> {
  const { subject, stored, now } = call;
  const seen = see(call, state);
  if (!state.enrolled) return unenrolled(call, state, seen);
  const mark = stored?.mark ?? null;
  const code = counts(mark, subject.id, state, now, requirement) ? null : "second_factor_required";
  return isPromise(seen) ? seen.then(() => code) : code;
}

async function unenrolled(
  { suite, subject, now }: Call,
  { mustEnroll }: SubjectState,
  seen: MaybePromise<void>,
): Promise<ProblemCode | null> {
  await seen;
  if (mustEnroll) return "enrollment_required";
  const { required } = await applyPolicy(suite.settings.policy, subject, now);
  return required ? "enrollment_required" : null;
}

/** The session's first sight of the subject is written down, whoever passes or not. */
function see(
  { suite, subject, session, stored, now }: Call,
  state: SubjectState,
): MaybePromise<void> {
  const slot = seeSubject(stored, subject, state, now, suite.crypto);
  return slot === stored ? undefined : session.write(slot);
}

function outage(suite: Suite, request: RouteRequest, error: unknown): GuardResult {
  if (!(error instanceof Unavailable)) throw error;
  return { pass: false, reply: unavailableReply(suite, request, null, error, "guard") };
}

function refused(
  suite: Suite,
  request: RouteRequest,
  call: Call | null,
  code: ProblemCode,
  requirement?: MarkRequirement,
): GuardResult {
  const scope = call?.scope ?? eventScope(suite, request, null);
  suite.emitter.emit(scope, { type: "guard.refused", outcome: "failure", reason: code });
  const headers = call?.replyHeaders ?? [];
  const reply = refuse(suite, request, call?.subject ?? null, problem(code), {
    headers,
    ...(requirement && { requirement }),
  });
  return { pass: false, reply: request.method === "HEAD" ? { ...reply, body: "" } : reply };
}

/** A guard above the routes would ask for the second factor on the page that takes it. */
function isOwnRoute({ settings }: Suite, { method, path }: RouteRequest): boolean {
  if (!path.startsWith(settings.basePath)) return false;
  const rest = path.slice(settings.basePath.length) || "/";
  return matchRoute(method, rest).kind === "route" || Object.hasOwn(staticPaths, rest);
}

/**
 * Looks again once the handlers ran on a request that nobody was signed in on. A subject by now means that the login
 * middleware stands below the guard, and that the guard guards nothing.
 */
export async function findBypass(
  suite: Suite,
  request: RouteRequest,
  options: GuardOptions = {},
): Promise<ConfigurationError | null> {
  const { path } = request;
  if (
    options.public?.includes(path) ||
    path === suite.settings.signInPath ||
    isOwnRoute(suite, request)
  )
    return null;
  const subject = await lookAgain(request);
  if (subject === null) return null;
  suite.emitter.emit(eventScope(suite, request, subject), {
    type: "guard_bypassed",
    outcome: "failure",
    path,
  });
  if (!suite.settings.development) return null;
  return new ConfigurationError(
    "guard_above_sign_in",
    `Nobody was signed in when guard() ran for ${path}, and somebody was when the route had run.`,
    "Mount guard() below the middleware that signs in. If this route is your login, mount it above guard(), set signInPath, or name it in guard({ public: [...] }).",
  );
}

/** An account that can't be determined now is no proof of a bypass. */
async function lookAgain(request: RouteRequest): Promise<Subject | null> {
  try {
    return await resolveSubject(request);
  } catch {
    return null;
  }
}
