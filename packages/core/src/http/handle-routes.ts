import { readClock } from "../clock.js";
import { ConfigurationError } from "../configuration/configuration-error.js";
import type { Subject } from "../subject.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import type { Answer } from "./answer.js";
import { type Call, eventScope, openCall, resolveSubject } from "./call.js";
import { checkOrigin } from "./check-origin.js";
import { matchRoute, type RouteMatch } from "./match-route.js";
import { returnTo } from "./page-frame.js";
import { problem, problemStatus } from "./problem.js";
import { type Fields, readBody } from "./read-body.js";
import { refuse, retryAfter } from "./refuse.js";
import { jsonReply, pageReply, redirect, staticReply, wantsPage } from "./reply.js";
import type { RouteReply, RouteRequest } from "./route-request.js";
import { type PublicRoute, type Route, staticPaths } from "./route-table.js";
import type { RouteInput } from "./routes/input.js";
import { unavailableReply } from "./unavailable-reply.js";

/** Answers a request below the base path. Rejects only with what the host's own error handling should see. */
export async function handleRoutes(suite: Suite, request: RouteRequest): Promise<RouteReply> {
  const path = request.path.slice(suite.settings.basePath.length) || "/";
  const asset = staticAsset(suite, request, path);
  const reply = asset ?? (await handleRoute(suite, request, matchRoute(request.method, path)));
  return request.method === "HEAD" ? { ...reply, body: "" } : reply;
}

function staticAsset({ pages }: Suite, { method }: RouteRequest, path: string): RouteReply | null {
  if (
    pages === null ||
    (method !== "GET" && method !== "HEAD") ||
    !Object.hasOwn(staticPaths, path)
  )
    return null;
  const asset = path as keyof typeof staticPaths;
  return staticReply(staticPaths[asset], asset === "/styles.css" ? pages.stylesheet : pages.script);
}

async function handleRoute(
  suite: Suite,
  request: RouteRequest,
  match: RouteMatch,
): Promise<RouteReply> {
  const { settings } = suite;
  if (match.kind === "method") {
    return refuse(suite, request, null, problem("method_not_allowed", {}, match));
  }
  if (match.kind === "none" || (match.route.page && suite.pages === null)) {
    return refuse(suite, request, null, problem("route_not_found"));
  }
  let subject: Subject | null = null;
  let call: Call | null = null;
  try {
    const origin =
      match.route.method === "GET" ? "trusted" : checkOrigin(request, settings.trustedOrigins);
    if (origin === "refused") return crossOrigin(suite, request, null, "cross_origin_refused");
    if ("publicHandler" in match.route)
      return await handlePublic(suite, request, match.route, match.params);
    subject = await resolveSubject(request);
    if (subject === null) return refuse(suite, request, null, problem("sign_in_required"));
    call = await openCall(suite, request, subject);
    if (lacksTokenId(call, match.route)) {
      return refuse(suite, request, null, problem("sign_in_required"));
    }

    const body =
      match.route.method === "GET"
        ? { fields: {} as Fields, json: false }
        : await readBody(request, match.route.bodyLimit);
    if ("problem" in body)
      return refuse(suite, request, subject, problem(body.problem), { headers: call.replyHeaders });
    // A DELETE that brings nothing is no form, and no page of another site can send it unasked.
    const bare = match.route.method === "DELETE" && request.header("content-type") === undefined;
    const isForm = !body.json && !bare;
    if (origin === "unproven" && isForm && !carriesFormToken(call, body.fields)) {
      return crossOrigin(suite, request, subject, "form_token_invalid");
    }
    const input = {
      params: match.params,
      fields: body.fields,
      returnTo: returnTo(request, body.fields),
    };
    return await answerReply(call, await match.route.handler(call, input), match.route);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return unavailableReply(
      suite,
      request,
      subject,
      error,
      `${match.route.method} ${match.route.path}`,
    );
  }
}

async function handlePublic(
  suite: Suite,
  request: RouteRequest,
  route: PublicRoute,
  params: RouteInput["params"],
): Promise<RouteReply> {
  const body =
    route.method === "GET" ? { fields: {} as Fields } : await readBody(request, route.bodyLimit);
  if ("problem" in body) return refuse(suite, request, null, problem(body.problem));
  const scope = eventScope(suite, request, null);
  const visit = { suite, request, now: readClock(suite.clock), scope };
  const input = { params, fields: body.fields, returnTo: returnTo(request, body.fields) };
  const answer = await route.publicHandler(visit, input);
  return answerReply({ suite, request, subject: null, replyHeaders: [] }, answer, route);
}

/**
 * A token's mark is bound to its id; without one a verification would be spent and could not be kept. The host's mistake
 * as a rule, but anybody can send an Authorization field: in production that gets a refusal and no error of the server.
 */
function lacksTokenId({ keeper, subject, suite }: Call, { method }: Route): boolean {
  if (keeper !== "token" || subject.tokenId !== undefined || method === "GET") return false;
  const fault = "A request authenticated by a token, and subject() did not say which.";
  const remedy = "Return the token's jti as tokenId from subject().";
  if (suite.settings.development) throw new ConfigurationError("binding_missing", fault, remedy);
  suite.warnOnce("binding_missing", `${fault} ${remedy}`);
  return true;
}

function carriesFormToken({ stored, suite }: Call, { form_token: token }: Fields): boolean {
  if (stored === null || typeof token !== "string") return false;
  const encoder = new TextEncoder();
  return suite.crypto.constantTimeEqual(encoder.encode(token), encoder.encode(stored.formToken));
}

function crossOrigin(
  suite: Suite,
  request: RouteRequest,
  subject: Subject | null,
  reason: "cross_origin_refused" | "form_token_invalid",
): RouteReply {
  suite.emitter.emit(eventScope(suite, request, subject), {
    type: "request.cross_origin",
    outcome: "failure",
    reason,
  });
  return refuse(suite, request, subject, problem(reason));
}

async function answerReply(
  {
    suite,
    request,
    subject,
    replyHeaders: headers,
  }: Pick<Call, "suite" | "request" | "replyHeaders"> & {
    readonly subject: Subject | null;
  },
  answer: Answer,
  route: Route,
): Promise<RouteReply> {
  const { pages, settings } = suite;
  const html = pages !== null && (route.page === true || wantsPage(request));
  if ("problem" in answer) {
    if (!html || answer.page === undefined) {
      // The form's page is the place to come back to; the POST itself can't be.
      return refuse(suite, request, subject, answer.problem, {
        headers,
        ...formPage(route, settings.basePath),
      });
    }
    return pageReply(problemStatus(answer.problem.code), pages.render(await answer.page()), [
      ...headers,
      ...retryAfter(answer.problem),
    ]);
  }
  if (html && answer.page !== undefined)
    return pageReply(200, pages.render(await answer.page()), headers);
  if (answer.location !== undefined && (html || wantsPage(request)))
    return redirect(answer.location, headers);
  return jsonReply(answer.status, answer.json, headers);
}

function formPage({ method, path }: Route, basePath: string): { back?: string } {
  // Where staff came from is one account of many: the browser says which.
  if (method === "GET" || path.startsWith("/staff")) return {};
  return {
    back: `${basePath}${path.startsWith("/recovery-codes") ? "/recovery-codes" : "/manage"}`,
  };
}
