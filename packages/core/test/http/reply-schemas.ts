import { object, type ReplySchema, text, time } from "./json-schema.js";
import { staffReplies } from "./staff-replies.js";

const authenticator = object({
  id: text,
  type: { const: "totp" },
  name: text,
  createdAt: time,
  lastUsedAt: time,
});
const browser = object({
  id: text,
  name: text,
  createdAt: time,
  lastSeenAt: time,
  trustedUntil: time,
  current: { type: "boolean" },
});
const recoveryCodes = { type: "array", items: text };

/** What each route answers to a program where all went well. */
export const replySchemas: Readonly<Record<string, ReplySchema>> = {
  "GET /": {
    status: 200,
    schema: object(
      {
        authenticators: { type: "array", items: authenticator },
        recoveryCodes: object({ remaining: { type: "integer" } }),
        authenticatorKinds: { type: "array", items: { enum: ["totp", "recovery_code"] } },
        verifiedAt: { type: ["string", "null"], format: "date-time" },
        amr: { type: "array", items: { enum: ["otp", "recovery", "remembered"] } },
        required: { type: "boolean" },
        browsers: { type: "array", items: browser },
        recovery: {
          oneOf: [
            { type: "null" },
            object({
              kind: { enum: ["delayed", "support"] },
              availableAt: time,
              cancelTicket: { type: ["string", "null"] },
            }),
          ],
        },
        graceUntil: time,
      },
      ["graceUntil"],
    ),
  },
  "POST /verify": {
    status: 200,
    schema: object({ verifiedAt: time, trustedUntil: time }, ["trustedUntil"]),
  },
  "POST /totp/enrollments": {
    status: 201,
    schema: object({
      enrollmentId: text,
      keyUri: text,
      secret: text,
      qrCode: text,
      expiresAt: time,
    }),
  },
  "POST /totp/enrollments/:id/confirm": {
    status: 200,
    schema: object({ authenticator, recoveryCodes }, ["recoveryCodes"]),
  },
  "DELETE /totp/enrollments/:id": { status: 204 },
  "POST /totp/enrollments/:id/cancel": { status: 204 },
  "POST /recovery-codes/redeem": {
    status: 200,
    schema: object({ verifiedAt: time, remaining: { type: "integer" }, recoveryCodes }, [
      "recoveryCodes",
    ]),
  },
  "POST /resume": {
    status: 200,
    schema: object(
      { verifiedAt: time, trustedUntil: time, remaining: { type: "integer" }, recoveryCodes },
      ["trustedUntil", "remaining", "recoveryCodes"],
    ),
  },
  "POST /recovery-codes": { status: 200, schema: object({ recoveryCodes }) },
  "PATCH /authenticators/:id": { status: 200, schema: authenticator },
  "POST /authenticators/:id/rename": { status: 200, schema: authenticator },
  "DELETE /authenticators/:id": { status: 204 },
  "POST /authenticators/:id/remove": { status: 204 },
  "DELETE /browsers/:id": { status: 204 },
  "POST /browsers/:id/remove": { status: 204 },
  "POST /browsers/remove": { status: 204 },
  "POST /recovery": { status: 202, schema: object({ waitSeconds: { type: "integer" } }) },
  "POST /recovery/complete": { status: 204 },
  "POST /recovery/cancel": { status: 204 },
  ...staffReplies,
};
