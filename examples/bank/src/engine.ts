import {
  createSecondFactor,
  type SecondFactorEngine,
  type SecondFactorOptions,
  type Subject,
} from "@second-factor/core";
import { htmlPages } from "@second-factor/pages";
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
  | "warn"
>;

export function createBankEngine(options: BankEngineOptions): SecondFactorEngine {
  return createSecondFactor({
    ...options,
    basePath,
    policy: secondFactorPolicy,
    pages: htmlPages({ theme }),
    signInPath: "/",
    afterPath: "/account",
  });
}

/** Whoever administers the bank must have a second factor, all others may. */
function secondFactorPolicy({ roles = [] }: Subject): "required" | "optional" {
  return roles.includes("admin") ? "required" : "optional";
}
