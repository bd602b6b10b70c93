import type { AlarmsState } from "../alarms/create-alarms.js";
import type { TotpParameters, Window } from "../otp/totp-parameters.js";
import type { Policy } from "../step-up/policy.js";
import type { Budget } from "../stores/limits.js";
import type { BrowserSettings } from "./browser-options.js";
import type { AuthenticatorKinds, Staff, SubjectsInRole } from "./options.js";
import type { RecoverySettings } from "./recovery-options.js";

/** The options, checked and completed: what every room reads. Durations are milliseconds unless a name says otherwise. */
export interface Settings {
  readonly issuer: string;
  readonly basePath: string;
  readonly trustedOrigins: ReadonlySet<string>;
  readonly namespace: string;
  readonly development: boolean;
  readonly signInPath: string | null;
  readonly afterPath: string;
  readonly totp: TotpParameters;
  /** Digits that stored authenticators may have; decides which lengths of an otp are well formed. */
  readonly acceptedDigits: readonly number[];
  readonly window: Window;
  readonly maxAuthenticators: number;
  readonly policy: Policy;
  readonly budgets: Budgets;
  readonly longTerm: {
    readonly failures: number;
    readonly windowSeconds: number;
    readonly inARow: number;
  };
  readonly signInMaxAgeMs: number;
  /** How old a mark the guard still takes (NIST SP 800-63B-4 section 2.2.3: 24 h). */
  readonly markMaxAgeMs: number;
  /** How old a mark a change of authenticators still takes. */
  readonly changeMaxAgeMs: number;
  readonly enrollmentLifetimeMs: number;
  readonly epochCacheMs: number;
  readonly storeDeadlineMs: number;
  readonly recovery: RecoverySettings;
  readonly browsers: BrowserSettings;
  /** How long a mark counts without a request; null where only its age counts. */
  readonly markIdleMs: number | null;
  readonly authenticatorKinds: AuthenticatorKinds | null;
  readonly staff: Staff | null;
  readonly subjectsInRole: SubjectsInRole | null;
  readonly alarms: { state(): AlarmsState } | null;
  readonly help: string;
}

export interface Budgets {
  /** Single codes, per account. */
  readonly single: Budget;
  /** Two consecutive codes, per account. */
  readonly pair: Budget;
  /** Recovery codes, per account. */
  readonly recovery: Budget;
  /** Failures of every kind, per client address (IPv6 /64). */
  readonly address: Budget;
  /** Enrollments begun, per account. */
  readonly enrollment: Budget;
  /** Delayed recoveries asked for, per account. */
  readonly recoveryRequest: Budget;
  /** Codes tried against one pending enrollment. */
  readonly confirmation: Budget;
}
