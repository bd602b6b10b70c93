import { staffDescriptions } from "./staff-descriptions.js";

export interface RouteDescription {
  readonly summary: string;
  /** Names of the fields it reads; "?" marks the optional ones. */
  readonly fields: readonly string[];
  /** The same of the query. */
  readonly query?: readonly string[];
}

/** What openapi.json says of each route besides its path: nothing that a process which serves them has to carry. */
export const routeDescriptions: Record<string, RouteDescription> = {
  "GET /": { summary: "What the signed-in subject holds", fields: [] },
  "POST /verify": {
    summary: "Verify one, two or three consecutive codes",
    fields: ["otp", "authenticatorId?", "trustBrowser?", "action?"],
  },
  "POST /totp/enrollments": { summary: "Begin an enrollment", fields: ["name?"] },
  "POST /totp/enrollments/:id/confirm": {
    summary: "Confirm an enrollment with its first code",
    fields: ["otp"],
  },
  "DELETE /totp/enrollments/:id": { summary: "Cancel an enrollment", fields: [] },
  "POST /totp/enrollments/:id/cancel": { summary: "Cancel an enrollment (form)", fields: [] },
  "POST /recovery-codes/redeem": {
    summary: "Verify with a recovery code",
    fields: ["recoveryCode", "action?"],
  },
  "POST /resume": {
    summary: "Verify either way, then go on with the request that was stopped (form)",
    fields: ["otp?", "recoveryCode?", "authenticatorId?", "trustBrowser?", "ticket?"],
  },
  "POST /recovery-codes": { summary: "Replace the recovery codes", fields: [] },
  "PATCH /authenticators/:id": { summary: "Rename an authenticator", fields: ["name"] },
  "POST /authenticators/:id/rename": {
    summary: "Rename an authenticator (form)",
    fields: ["name"],
  },
  "DELETE /authenticators/:id": { summary: "Remove an authenticator", fields: [] },
  "POST /authenticators/:id/remove": { summary: "Remove an authenticator (form)", fields: [] },
  "DELETE /browsers/:id": { summary: "Trust a browser no more", fields: [] },
  "POST /browsers/:id/remove": { summary: "Trust a browser no more (form)", fields: [] },
  "POST /browsers/remove": { summary: "Trust no browser any more", fields: [] },
  "GET /enroll": { summary: "Page: enroll", fields: [] },
  "GET /challenge": { summary: "Page: challenge", fields: [] },
  "GET /recovery-codes": { summary: "Page: replace the recovery codes", fields: [] },
  "GET /manage": { summary: "Page: manage", fields: [] },
  "POST /recovery": {
    summary: "Ask for a delayed recovery; the answer is the same whether or not one was opened",
    fields: [],
  },
  "POST /recovery/complete": {
    summary: "Complete one's own delayed recovery, or with a ticket what support approved",
    fields: ["ticket?"],
  },
  "POST /recovery/cancel": {
    summary: "Cancel a recovery; nobody need be signed in",
    fields: ["ticket"],
  },
  "GET /recovery": { summary: "Page: recovery", fields: [] },
  "GET /recovery/continue": { summary: "Page: what the link of an approval opens", fields: [] },
  "GET /recovery/cancel": { summary: "Page: what the link of a request opens", fields: [] },
  ...staffDescriptions,
};
