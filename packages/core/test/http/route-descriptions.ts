interface RouteDescription {
  readonly summary: string;
  /** Names of the fields it reads; "?" marks the optional ones. */
  readonly fields: readonly string[];
}

/** What openapi.json says of each route besides its path: nothing that a process which serves them has to carry. */
export const routeDescriptions: Record<string, RouteDescription> = {
  "GET /": { summary: "What the signed-in subject holds", fields: [] },
  "POST /verify": {
    summary: "Verify one, two or three consecutive codes",
    fields: ["otp", "authenticatorId?"],
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
    fields: ["recoveryCode"],
  },
  "POST /recovery-codes": { summary: "Replace the recovery codes", fields: [] },
  "PATCH /authenticators/:id": { summary: "Rename an authenticator", fields: ["name"] },
  "POST /authenticators/:id/rename": {
    summary: "Rename an authenticator (form)",
    fields: ["name"],
  },
  "DELETE /authenticators/:id": { summary: "Remove an authenticator", fields: [] },
  "POST /authenticators/:id/remove": { summary: "Remove an authenticator (form)", fields: [] },
  "GET /enroll": { summary: "Page: enroll", fields: [] },
  "GET /challenge": { summary: "Page: challenge", fields: [] },
  "GET /recovery-codes": { summary: "Page: replace the recovery codes", fields: [] },
  "GET /manage": { summary: "Page: manage", fields: [] },
};
