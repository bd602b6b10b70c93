import { remove, rename } from "./routes/authenticators.js";
import { begin, cancel, confirm } from "./routes/enrollments.js";
import type { Handler } from "./routes/input.js";
import { showChallenge, showEnroll, showManage, showRegenerate } from "./routes/pages.js";
import { redeem, regenerate } from "./routes/recovery-codes.js";
import { showStatus } from "./routes/status.js";
import { verify } from "./routes/verify.js";

export type RouteMethod = "GET" | "POST" | "PATCH" | "DELETE";

export interface Route {
  readonly method: RouteMethod;
  /** Below the base path; ":id" stands for one segment. */
  readonly path: string;
  readonly handler: Handler;
  /** Answers people only, whatever the client accepts. */
  readonly page?: true;
  readonly summary: string;
  /** Names of the fields it reads; "?" marks the optional ones. */
  readonly fields: readonly string[];
}

/** The whole HTTP surface. Adapters mount one catch-all; openapi.json is generated from here. */
export const routeTable: readonly Route[] = [
  {
    method: "GET",
    path: "/",
    handler: showStatus,
    fields: [],
    summary: "What the signed-in subject holds",
  },
  {
    method: "POST",
    path: "/verify",
    handler: verify,
    fields: ["otp", "authenticatorId?"],
    summary: "Verify one, two or three consecutive codes",
  },
  {
    method: "POST",
    path: "/totp/enrollments",
    handler: begin,
    fields: ["name?"],
    summary: "Begin an enrollment",
  },
  {
    method: "POST",
    path: "/totp/enrollments/:id/confirm",
    handler: confirm,
    fields: ["otp"],
    summary: "Confirm an enrollment with its first code",
  },
  {
    method: "DELETE",
    path: "/totp/enrollments/:id",
    handler: cancel,
    fields: [],
    summary: "Cancel an enrollment",
  },
  {
    method: "POST",
    path: "/totp/enrollments/:id/cancel",
    handler: cancel,
    fields: [],
    summary: "Cancel an enrollment (form)",
  },
  {
    method: "POST",
    path: "/recovery-codes/redeem",
    handler: redeem,
    fields: ["recoveryCode"],
    summary: "Verify with a recovery code",
  },
  {
    method: "POST",
    path: "/recovery-codes",
    handler: regenerate,
    fields: [],
    summary: "Replace the recovery codes",
  },
  {
    method: "PATCH",
    path: "/authenticators/:id",
    handler: rename,
    fields: ["name"],
    summary: "Rename an authenticator",
  },
  {
    method: "POST",
    path: "/authenticators/:id/rename",
    handler: rename,
    fields: ["name"],
    summary: "Rename an authenticator (form)",
  },
  {
    method: "DELETE",
    path: "/authenticators/:id",
    handler: remove,
    fields: [],
    summary: "Remove an authenticator",
  },
  {
    method: "POST",
    path: "/authenticators/:id/remove",
    handler: remove,
    fields: [],
    summary: "Remove an authenticator (form)",
  },
  {
    method: "GET",
    path: "/enroll",
    handler: showEnroll,
    page: true,
    fields: [],
    summary: "Page: enroll",
  },
  {
    method: "GET",
    path: "/challenge",
    handler: showChallenge,
    page: true,
    fields: [],
    summary: "Page: challenge",
  },
  {
    method: "GET",
    path: "/recovery-codes",
    handler: showRegenerate,
    page: true,
    fields: [],
    summary: "Page: replace the recovery codes",
  },
  {
    method: "GET",
    path: "/manage",
    handler: showManage,
    page: true,
    fields: [],
    summary: "Page: manage",
  },
];

/** Public, and the same for everyone. */
export const staticPaths = { "/styles.css": "text/css", "/script.js": "text/javascript" } as const;
