import type { Handler, PublicHandler } from "./routes/input.js";
import { verify } from "./routes/verify.js";

export type RouteMethod = "GET" | "POST" | "PATCH" | "DELETE";

export type Route = SignedInRoute | PublicRoute;

interface RouteShape {
  readonly method: RouteMethod;
  /** Below the base path; ":id" stands for one segment. */
  readonly path: string;
  /** Answers people only, whatever the client accepts. */
  readonly page?: true;
  /** Bytes of a body that this route reads, where 4096 are not enough. */
  readonly bodyLimit?: number;
}

export interface SignedInRoute extends RouteShape {
  readonly handler: Handler;
}

/** Answers whoever comes. A form sent to it needs no token of a session: there may be none. */
export interface PublicRoute extends RouteShape {
  readonly publicHandler: PublicHandler;
}

/** Room for a reason and a reference of 500 characters each, percent-encoded by a form. */
const sentences = 16_384;

/** The whole HTTP surface. Adapters mount one catch-all; openapi.json is generated from here. */
export const routeTable: readonly Route[] = [
  { method: "GET", path: "/", handler: onDemand("showStatus") },
  { method: "POST", path: "/verify", handler: verify },
  { method: "POST", path: "/resume", handler: onDemand("resume"), bodyLimit: 32_768 },
  { method: "POST", path: "/totp/enrollments", handler: onDemand("begin") },
  { method: "POST", path: "/totp/enrollments/:id/confirm", handler: onDemand("confirm") },
  { method: "DELETE", path: "/totp/enrollments/:id", handler: onDemand("cancel") },
  { method: "POST", path: "/totp/enrollments/:id/cancel", handler: onDemand("cancel") },
  { method: "POST", path: "/recovery-codes/redeem", handler: onDemand("redeem") },
  { method: "POST", path: "/recovery-codes", handler: onDemand("regenerate") },
  { method: "PATCH", path: "/authenticators/:id", handler: onDemand("rename") },
  { method: "POST", path: "/authenticators/:id/rename", handler: onDemand("rename") },
  { method: "DELETE", path: "/authenticators/:id", handler: onDemand("remove") },
  { method: "POST", path: "/authenticators/:id/remove", handler: onDemand("remove") },
  { method: "DELETE", path: "/browsers/:id", handler: onDemand("forgetBrowser") },
  { method: "POST", path: "/browsers/:id/remove", handler: onDemand("forgetBrowser") },
  { method: "POST", path: "/browsers/remove", handler: onDemand("forgetBrowsers") },
  { method: "GET", path: "/enroll", handler: onDemand("showEnroll"), page: true },
  { method: "GET", path: "/challenge", handler: onDemand("showChallenge"), page: true },
  { method: "GET", path: "/recovery-codes", handler: onDemand("showRegenerate"), page: true },
  { method: "GET", path: "/manage", handler: onDemand("showManage"), page: true },
  { method: "POST", path: "/recovery", handler: seldom("requestRecovery") },
  { method: "POST", path: "/recovery/complete", handler: seldom("completeRecovery") },
  { method: "POST", path: "/recovery/cancel", publicHandler: seldomPublic("cancelByLink") },
  { method: "GET", path: "/recovery", handler: seldom("showRecovery"), page: true },
  {
    method: "GET",
    path: "/recovery/continue",
    handler: seldom("showContinueRecovery"),
    page: true,
  },
  {
    method: "GET",
    path: "/recovery/cancel",
    publicHandler: seldomPublic("showCancelRecovery"),
    page: true,
  },
  { method: "GET", path: "/staff", handler: seldom("showStaffList") },
  { method: "GET", path: "/staff/subject", handler: seldom("showStaffSubject") },
  { method: "POST", path: "/staff/reset", handler: seldom("resetByStaff"), bodyLimit: sentences },
  {
    method: "POST",
    path: "/staff/demand-enrollment",
    handler: seldom("demandByStaff"),
    bodyLimit: sentences,
  },
  {
    method: "POST",
    path: "/staff/revoke-trust",
    handler: seldom("revokeByStaff"),
    bodyLimit: sentences,
  },
  {
    method: "POST",
    path: "/staff/recovery/request",
    handler: seldom("requestByStaff"),
    bodyLimit: sentences,
  },
  { method: "POST", path: "/staff/recovery/approve", handler: seldom("approveByStaff") },
  { method: "POST", path: "/staff/recovery/deny", handler: seldom("denyByStaff") },
  { method: "POST", path: "/staff/recovery/cancel", handler: seldom("cancelByStaff") },
  { method: "GET", path: "/staff/security", handler: seldom("showSecurity"), page: true },
  { method: "POST", path: "/undo", publicHandler: seldomPublic("undo") },
  { method: "GET", path: "/undo", publicHandler: seldomPublic("showUndo"), page: true },
];

type OnDemand = typeof import("../on-demand.js");
type OnDemandHandler = {
  [Name in keyof OnDemand]: OnDemand[Name] extends Handler ? Name : never;
}[keyof OnDemand];

/** Loaded with its first request: a process that only verifies and guards never pays for it. */
function onDemand(name: OnDemandHandler): Handler {
  return async (call, input) => (await import("../on-demand.js"))[name](call, input);
}

type Seldom = typeof import("../seldom.js");
type SeldomName<Of> = {
  [Name in keyof Seldom]: Seldom[Name] extends Of ? Name : never;
}[keyof Seldom];

/** The same, apart from it: most processes never need these. */
function seldom(name: SeldomName<Handler>): Handler {
  return async (call, input) => (await import("../seldom.js"))[name](call, input);
}

function seldomPublic(name: SeldomName<PublicHandler>): PublicHandler {
  return async (visit, input) => (await import("../seldom.js"))[name](visit, input);
}

/** Public, and the same for everyone. */
export const staticPaths = { "/styles.css": "text/css", "/script.js": "text/javascript" } as const;
