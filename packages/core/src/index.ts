export type {
  AuthenticatorDescription,
  SubjectDescription,
} from "./authenticators/describe-subject.js";
export type { Grounds } from "./authenticators/grounds.js";
export type { Imported, ImportRequest } from "./authenticators/import-authenticator.js";
export { ImportError, type ImportErrorCode } from "./authenticators/import-error.js";
export type { Clock } from "./clock.js";
export type { BrowserOptions } from "./configuration/browser-options.js";
export { type ConfigurationCode, ConfigurationError } from "./configuration/configuration-error.js";
export type {
  AuthenticatorKind,
  AuthenticatorKinds,
  BudgetOptions,
  SecondFactorOptions,
  Staff,
  StaffRole,
  SubjectsInRole,
} from "./configuration/options.js";
export type {
  DelayedRecoveryOptions,
  RecoveryOptions,
  SupportRecoveryOptions,
} from "./configuration/recovery-options.js";
export { createSecondFactor, type SecondFactorEngine } from "./engine.js";
export type { WaitUntil } from "./events/after-reply.js";
export type { EventSink, EventType, Factor, Lane, SecurityEvent } from "./events/event.js";
export type { Notice, NoticeKind, Notifier } from "./events/notice.js";
export { createFetchHandler, type FetchContext, type FetchHandler } from "./http/fetch-handler.js";
export { type SealedCookieOptions, sealedCookie } from "./http/sealed-cookie.js";
export type { OtpAlgorithm, TotpParameters, Window } from "./otp/totp-parameters.js";
export type {
  RecoveryDecided,
  RecoveryDecision,
  RecoveryDesk,
  RecoveryGrounds,
  RecoveryRequested,
} from "./recovery/recovery-desk.js";
export type { RecoveryDescription } from "./recovery/recovery-state.js";
export { type KeyRing, keyRing } from "./secrets/key-ring.js";
export {
  type MasterKey,
  MasterKeyError,
  type MasterKeyFault,
  type WrappingContext,
} from "./secrets/master-key.js";
export type { KeyStatus, KeyStatusOptions } from "./secrets/rotation/key-status.js";
export type {
  ResealOptions,
  ResealProgress,
  ResealSummary,
  UnopenedSecret,
} from "./secrets/rotation/reseal-secrets.js";
export { localMasterKey } from "./secrets/wrapped/local-master-key.js";
export type { MasterKeys } from "./secrets/wrapped/master-keys.js";
export { generateWrappedKey, rewrapKeys } from "./secrets/wrapped/wrap-keys.js";
export { type WrappedKeyRingOptions, wrappedKeyRing } from "./secrets/wrapped/wrapped-key-ring.js";
export type { AdminDesk } from "./staff/admin-desk.js";
export type { StaffSummary, SubjectIds } from "./staff/for-subjects.js";
export type { ListOptions } from "./staff/list-subjects.js";
export type { Policy, PolicyDecision } from "./step-up/policy.js";
export { type RequirementRule, requiredFor } from "./step-up/required-for.js";
export type {
  AuthenticationMethod,
  Mark,
  SessionSlot,
  SignInRecord,
} from "./step-up/session-slot.js";
export type { StoreFinding } from "./stores/finding.js";
export { type Limits, limitsFrom } from "./stores/limits.js";
export { memoryLimits } from "./stores/memory-limits.js";
export { memoryRecords } from "./stores/memory-records.js";
export type { Records, RecordsStore } from "./stores/records.js";
export type { ReplayStore } from "./stores/replay.js";
export type { Subject } from "./subject.js";
