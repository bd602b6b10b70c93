import type { Handler } from "./routes/input.js";
import { verify } from "./routes/verify.js";

export type RouteMethod = "GET" | "POST" | "PATCH" | "DELETE";

export interface Route {
  readonly method: RouteMethod;
  /** Below the base path; ":id" stands for one segment. */
  readonly path: string;
  readonly handler: Handler;
  /** Answers people only, whatever the client accepts. */
  readonly page?: true;
}

/** The whole HTTP surface. Adapters mount one catch-all; openapi.json is generated from here. */
export const routeTable: readonly Route[] = [
  { method: "GET", path: "/", handler: onDemand("showStatus") },
  { method: "POST", path: "/verify", handler: verify },
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
  { method: "GET", path: "/enroll", handler: onDemand("showEnroll"), page: true },
  { method: "GET", path: "/challenge", handler: onDemand("showChallenge"), page: true },
  { method: "GET", path: "/recovery-codes", handler: onDemand("showRegenerate"), page: true },
  { method: "GET", path: "/manage", handler: onDemand("showManage"), page: true },
];

type OnDemand = typeof import("../on-demand.js");
type OnDemandHandler = {
  [Name in keyof OnDemand]: OnDemand[Name] extends Handler ? Name : never;
}[keyof OnDemand];

/** Loaded with its first request: a process that only verifies and guards never pays for it. */
function onDemand(name: OnDemandHandler): Handler {
  return async (call, input) => (await import("../on-demand.js"))[name](call, input);
}

/** Public, and the same for everyone. */
export const staticPaths = { "/styles.css": "text/css", "/script.js": "text/javascript" } as const;
