import {
  createSecondFactor,
  type SecondFactorEngine,
  type SecondFactorOptions,
  type Subject,
} from "@second-factor/core";
import { createAlarms } from "@second-factor/core/alarms";
import { htmlPages } from "@second-factor/pages";
import { staffRoleOf } from "./staff.js";
import { theme } from "./theme.js";

/** Where the routes are mounted, in every framework. */
export const basePath = "/2fa";

/** What differs from runtime to runtime, or from test to test. There is no option that leaves a check out. */
export type BankEngineOptions = Pick<
  SecondFactorOptions,
  | "trustedOrigins"
  | "keys"
  | "records"
  | "limits"
  | "issuer"
  | "clock"
  | "development"
  | "events"
  | "notifier"
  | "subjectsInRole"
  | "warn"
>;

export function createBankEngine(options: BankEngineOptions): SecondFactorEngine {
  const { warn = console.warn, notifier } = options;
  const alarms = createAlarms({
    onAlarm: ({ rule, reason }) => warn(`alarm ${rule}: ${reason}`),
    ...(notifier !== undefined && { notifier }),
  });
  return createSecondFactor({
    ...options,
    events: alarms.watch(options.events),
    alarms,
    staff: staffRoleOf,
    basePath,
    policy: secondFactorPolicy,
    // Nobody recovers an account in silence: only where there is mail.
    ...(notifier !== undefined && {
      recovery: { delayed: { acceptsWeakerProof: true }, support: true },
    }),
    browsers: { trustDays: 14 },
    pages: htmlPages({ theme }),
    signInPath: "/",
    afterPath: "/account",
  });
}

/** Whoever administers the bank must have a second factor, all others may. */
function secondFactorPolicy({ roles = [] }: Subject): "required" | "optional" {
  return roles.includes("admin") ? "required" : "optional";
}
