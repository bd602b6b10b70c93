export type AlarmSeverity = "warning" | "critical";

export type AlarmRuleName =
  | "guessing"
  | "spraying"
  | "spraying_from_address"
  | "wrong_codes"
  | "relay"
  | "recovery_after_change"
  | "operator_resets"
  | "decrypt_failures"
  | "guard_bypassed"
  | "clock_regression"
  | "clock_drift";

/** Something that a person should look at. Holds no secret, no otp and no recovery code. */
export interface Alarm {
  readonly rule: AlarmRuleName;
  readonly severity: AlarmSeverity;
  /** A sentence for the operator. */
  readonly reason: string;
  /** The engine's, where the alarm is about one account; else null. */
  readonly namespace: string | null;
  readonly subjectId: string | null;
  /** An IPv6 address as its /64. */
  readonly clientAddress: string | null;
  /** How often it was seen in this window, or for how many accounts; seconds for `clock_drift`. */
  readonly count: number;
  /** The first and the last of what was counted: ISO 8601, UTC. */
  readonly since: string;
  readonly at: string;
  /** Correlation ids of the first few events. */
  readonly events: readonly string[];
}

/** What can be set for a rule; false turns it off. */
export type AlarmRuleOptions =
  | false
  | { readonly threshold?: number; readonly windowSeconds?: number };
