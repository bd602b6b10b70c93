import type { MarkRequirement } from "../step-up/mark.js";
import type { Subject } from "../subject.js";
import type { Suite } from "../suite.js";
import { isTokenRequest } from "./bearer.js";
import { localPath } from "./local-path.js";
import type { Page } from "./page.js";
import { hostFrame, withReturnTo } from "./page-frame.js";
import { type Problem, problemStatus } from "./problem.js";
import { pageReply, problemReply, redirect, wantsPage } from "./reply.js";
import type { RouteReply, RouteRequest } from "./route-request.js";

type Headers = RouteReply["headers"];

/**
 * A refusal in the client's own terms: a problem for programs, RFC 9470's challenge for tokens, and for people the
 * page that leads on, with the way back.
 */
export function refuse(
  suite: Suite,
  request: RouteRequest,
  subject: Subject | null,
  problem: Problem,
  {
    headers = [],
    requirement,
    back,
  }: { headers?: Headers; requirement?: MarkRequirement; back?: string } = {},
): RouteReply {
  const { settings, pages } = suite;
  if (subject !== null && isTokenRequest(subject, request)) {
    return tokenRefusal(suite, problem, headers, requirement);
  }
  if (!wantsPage(request)) return problemReply(settings, problem, headers);
  const next = nextPage(suite, problem.code);
  if (next !== null) return redirect(withReturnTo(next, back ?? wayBack(suite, request)), headers);
  if (pages === null) return problemReply(settings, problem, headers);
  return pageReply(
    problemStatus(problem.code),
    pages.render(problemPage(suite, request, subject, problem)),
    [...headers, ...retryAfter(problem), ...allowed(problem)],
  );
}

function nextPage({ settings, pages }: Suite, code: Problem["code"]): string | null {
  if (code === "sign_in_required") return settings.signInPath;
  if (pages === null) return null;
  if (code === "second_factor_required") return `${settings.basePath}/challenge`;
  return code === "enrollment_required" || code === "not_enrolled"
    ? `${settings.basePath}/enroll`
    : null;
}

/** RFC 9470 section 3: a token that is good, but not good enough. */
function tokenRefusal(
  { settings }: Suite,
  problem: Problem,
  headers: Headers,
  requirement: MarkRequirement | undefined,
): RouteReply {
  if (problem.code !== "second_factor_required") return problemReply(settings, problem, headers);
  const maxAge =
    requirement === undefined ? "" : `, max_age=${Math.floor(requirement.maxAgeMs / 1000)}`;
  const challenge = `Bearer error="insufficient_user_authentication", error_description="A second factor is required"${maxAge}`;
  return problemReply(settings, problem, [...headers, ["WWW-Authenticate", challenge]], 401);
}

/** After a GET the page itself; after anything else the page whose form was sent, where the browser tells. */
export function wayBack({ settings }: Suite, request: RouteRequest): string {
  if (request.method === "GET" || request.method === "HEAD") {
    return localPath(request.path + (request.query === "" ? "" : `?${request.query}`)) ?? "";
  }
  const referer = request.header("referer");
  for (const origin of settings.trustedOrigins) {
    if (referer?.startsWith(`${origin}/`)) return localPath(referer.slice(origin.length)) ?? "";
  }
  return "";
}

export function retryAfter({ retryAfterSeconds }: Problem): Headers {
  return retryAfterSeconds === undefined
    ? []
    : [["Retry-After", String(Math.max(1, Math.ceil(retryAfterSeconds)))]];
}

function allowed({ allow }: Problem): Headers {
  return allow === undefined ? [] : [["Allow", allow]];
}

function problemPage(
  suite: Suite,
  request: RouteRequest,
  subject: Subject | null,
  problem: Problem,
): Page {
  const { settings } = suite;
  const { code, retryAfterSeconds = null } = problem;
  return {
    page: "problem",
    frame: {
      ...hostFrame(suite, request),
      subjectName: subject?.name ?? "",
      formToken: "",
      returnTo: "",
      error: null,
    },
    code,
    status: problemStatus(code),
    retryAfterSeconds,
    signInPath:
      code === "sign_in_again" || code === "sign_in_required" ? settings.signInPath : null,
  };
}
