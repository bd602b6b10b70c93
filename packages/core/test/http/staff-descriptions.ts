import type { RouteDescription } from "./route-descriptions.js";

const change = (summary: string): RouteDescription => ({
  summary: `${summary}, of one account or of all of a role; for administrators`,
  fields: ["subjectId?", "role?", "reason"],
});
const decision = (summary: string): RouteDescription => ({
  summary: `${summary}; for support`,
  fields: ["subjectId", "recoveryId"],
});

/** The routes for staff, and those of the link that takes an enrollment back. */
export const staffDescriptions: Readonly<Record<string, RouteDescription>> = {
  "GET /staff": { summary: "Accounts, a page at a time; for staff", fields: [], query: ["after?"] },
  "GET /staff/subject": {
    summary: "What support has to know about an account; nothing secret",
    fields: [],
    query: ["subject"],
  },
  "POST /staff/reset": change("Void the second factor and demand a new enrollment"),
  "POST /staff/demand-enrollment": change("Demand an enrollment where there is none"),
  "POST /staff/revoke-trust": change("Trust no browser any more"),
  "POST /staff/recovery/request": {
    summary: "Request a recovery, which another person has to approve; for support",
    fields: ["subjectId", "reason", "caseReference"],
  },
  "POST /staff/recovery/approve": decision("Approve what another person requested"),
  "POST /staff/recovery/deny": decision("Deny what another person requested"),
  "POST /staff/recovery/cancel": decision("End any open recovery"),
  "GET /staff/security": { summary: "Page: alarms and recent events", fields: [] },
  "POST /undo": {
    summary: "Take an enrollment back; nobody need be signed in",
    fields: ["ticket"],
  },
  "GET /undo": { summary: "Page: what the link of a new authenticator's notice opens", fields: [] },
};
