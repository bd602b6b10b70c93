import { ConfigurationError } from "../configuration/configuration-error.js";
import { after, isPromise, type MaybePromise } from "../maybe-promise.js";
import type { MarkRequirement } from "../step-up/mark.js";
import { applyPolicy } from "../step-up/policy.js";
import type { SubjectState } from "../step-up/subject-state.js";
import type { Subject } from "../subject.js";
import type { Suite } from "../suite.js";
import type { GuardOptions } from "./adapter-port.js";
import { isRemembered } from "./browsers/is-remembered.js";
import { type Call, eventScope, openCall, resolveSubject } from "./call.js";
import { checkGuardOptions } from "./check-guard-options.js";
import { ask, outage, pass, refused, see } from "./guard-result.js";
import { matchRoute } from "./match-route.js";
import { noticeDeadline, noticeRecovery } from "./notice-field.js";
import type { ProblemCode } from "./problem.js";
import type { GuardResult, RouteRequest } from "./route-request.js";
import { staticPaths } from "./route-table.js";
import { markStands, noteUse } from "./standing-mark.js";

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
  const requirement = { maxAgeMs: suite.settings.markMaxAgeMs, orRemembered: true };
  // A first sight records the subject's epoch, and must not record one that changed a moment ago elsewhere.
  const known = stored?.signIn.subjectId === subject.id;
  const remembered = known ? suite.states.get(subject.id, now) : undefined;
  if (remembered === undefined) return guardAnew(call, requirement);
  // The cache may only let pass: whoever is about to be refused is read again.
  return after(verdict(call, remembered, requirement), (code) =>
    code === null ? passed(call, remembered) : guardAnew(call, requirement),
  );
}

async function guardAnew(call: Call, requirement: MarkRequirement): Promise<GuardResult> {
  const { suite, request, subject, now } = call;
  const state = await suite.states.load(subject.id, now);
  if (await isRemembered(call, state, requirement)) return passed(call, state);
  const code = await verdict(call, state, requirement);
  if (code === null) return passed(call, state);
  return code === "second_factor_required"
    ? ask(call, requirement)
    : refused(suite, request, call, code, requirement);
}

function passed(call: Call, state: SubjectState): GuardResult {
  if (state.recovery !== null) noticeRecovery(call, state, call.now);
  return pass(call.replyHeaders);
}

/** Null where the request may go on. Synchronous for whoever is enrolled and was seen before. */
function verdict(
  call: Call,
  state: SubjectState,
  requirement: MarkRequirement,
): MaybePromise<ProblemCode | null> {
  const seen = see(call, state);
  if (!state.enrolled) return unenrolled(call, state, seen);
  if (isPromise(seen)) return seen.then(() => markStands(call, state, requirement)).then(asked);
  const stands = markStands(call, state, requirement);
  // Said apart: what passes at once is almost everything that comes.
  if (stands === true && call.suite.settings.markIdleMs === null) return null;
  return after(stands, (yes) => (yes ? after(noteUse(call), () => null) : asked(yes)));
}

const asked = (stands: boolean): ProblemCode | null => (stands ? null : "second_factor_required");

async function unenrolled(
  call: Call,
  { mustEnroll }: SubjectState,
  seen: MaybePromise<void>,
): Promise<ProblemCode | null> {
  const { suite, subject, now } = call;
  await seen;
  if (mustEnroll) return "enrollment_required";
  const { required, graceUntil } = await applyPolicy(suite.settings.policy, subject, now);
  if (required) return "enrollment_required";
  if (graceUntil !== null) noticeDeadline(call, graceUntil);
  return null;
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
