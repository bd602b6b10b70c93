interface ReplySchema {
  readonly status: number;
  readonly schema?: object;
}

const text = { type: "string" };
const time = { type: "string", format: "date-time" };
const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const authenticator = object({
  id: text,
  type: { const: "totp" },
  name: text,
  createdAt: time,
  lastUsedAt: time,
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
        verifiedAt: { type: ["string", "null"], format: "date-time" },
        amr: { type: "array", items: { enum: ["otp", "recovery"] } },
        required: { type: "boolean" },
        graceUntil: time,
      },
      ["graceUntil"],
    ),
  },
  "POST /verify": { status: 200, schema: object({ verifiedAt: time }) },
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
  "POST /recovery-codes": { status: 200, schema: object({ recoveryCodes }) },
  "PATCH /authenticators/:id": { status: 200, schema: authenticator },
  "POST /authenticators/:id/rename": { status: 200, schema: authenticator },
  "DELETE /authenticators/:id": { status: 204 },
  "POST /authenticators/:id/remove": { status: 204 },
};
