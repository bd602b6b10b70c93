import { requiredFor, type SecondFactorOptions } from "@second-factor/core";

/** For `createSecondFactor({ ...policies })`. */
export const policies = {
  policy: requiredFor([
    { roles: ["admin"] },
    { organizations: ["acme"], graceUntil: Date.parse("2026-12-01T00:00:00Z") },
  ]),
  authenticatorKinds: ({ roles }) =>
    roles?.includes("admin") ? ["totp"] : ["totp", "recovery_code"],
  verifiedMaxAgeSeconds: 24 * 3600,
  verifiedIdleSeconds: 3600,
} satisfies Partial<SecondFactorOptions>;
