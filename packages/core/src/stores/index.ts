// What a store is written against, and the stores that need nothing but this process.

export type { Clock } from "../clock.js";
export type { OtpAlgorithm, TotpParameters } from "../otp/totp-parameters.js";
export { compareClocks } from "./compare-clocks.js";
export type { CheckStore, StoreFinding, StoreFindingCode } from "./finding.js";
export { type Budget, type Limiter, type LimiterState, type Limits, limitsFrom } from "./limits.js";
export { type MemoryLimitsOptions, memoryLimits } from "./memory-limits.js";
export { memoryRecords } from "./memory-records.js";
export type {
  Activation,
  Durability,
  EpochChange,
  Records,
  RecordsStore,
  Redemption,
  SealedPage,
  SealedRecord,
  StepRange,
  SubjectPage,
  SubjectSummary,
} from "./records.js";
export { refuseOddBudget } from "./refuse-odd-budget.js";
export type { Replay, ReplayStore } from "./replay.js";
export {
  type AuthenticatorRecord,
  type BrowserRecord,
  emptySubjectRecord,
  type FailureCount,
  type PendingEnrollment,
  type RecoveryChange,
  type RecoveryRecord,
  type RecoveryState,
  type RevokedMark,
  type SubjectRecord,
} from "./subject-record.js";
