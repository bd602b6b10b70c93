import { object, type ReplySchema, text, time } from "./json-schema.js";

const integer = { type: "integer" };
const orNull = (schema: object) => ({ oneOf: [{ type: "null" }, schema] });
const list = (items: object) => ({ type: "array", items });
const isTrue = { type: "boolean" };

const lastRecovery = {
  id: text,
  kind: { enum: ["delayed", "support"] },
  state: text,
  openedAt: time,
  expiresAt: time,
};
const summary: ReplySchema = {
  status: 200,
  schema: object(
    { changed: integer, unchanged: integer, failed: list(text), leftSelfOut: isTrue },
    ["leftSelfOut"],
  ),
};

/** What the routes for staff answer to a program. Nothing of it is secret. */
export const staffReplies: Readonly<Record<string, ReplySchema>> = {
  "GET /staff": {
    status: 200,
    schema: object({
      subjects: list(
        object({
          subjectId: text,
          authenticators: integer,
          mustEnroll: isTrue,
          recoveryCodesRemaining: integer,
          lastUsedAt: orNull(time),
          recovery: orNull(object(lastRecovery)),
        }),
      ),
      next: orNull(text),
    }),
  },
  "GET /staff/subject": {
    status: 200,
    schema: object({
      subjectId: text,
      authenticators: list(
        object({
          id: text,
          type: { const: "totp" },
          name: text,
          createdAt: time,
          lastUsedAt: time,
          secret: { enum: ["opens", "key_missing", "key_unavailable", "refused"] },
        }),
      ),
      mustEnroll: isTrue,
      pending: orNull(object({ name: text, expiresAt: time })),
      recoveryCodesRemaining: integer,
      failures: object({ count: integer, inARow: integer, since: orNull(time) }),
      throttle: object({ codesNeeded: integer, retryAfterSeconds: { type: "number" } }),
      recovery: orNull(
        object({
          ...lastRecovery,
          availableAt: time,
          openedBy: text,
          reason: text,
          caseReference: text,
          decidedBy: orNull(text),
        }),
      ),
      trustedBrowsers: list(
        object({ id: text, name: text, createdAt: time, lastSeenAt: time, trustedUntil: time }),
      ),
      credentialsChangedAt: orNull(time),
      contactChangedAt: orNull(time),
      changedAt: orNull(time),
    }),
  },
  "POST /staff/reset": summary,
  "POST /staff/demand-enrollment": summary,
  "POST /staff/revoke-trust": summary,
  "POST /staff/recovery/request": { status: 204 },
  "POST /staff/recovery/approve": { status: 204 },
  "POST /staff/recovery/deny": { status: 204 },
  "POST /staff/recovery/cancel": { status: 204 },
  "POST /undo": { status: 200, schema: object({ last: isTrue }) },
};
