export { ImportError, type ImportRequest } from "./authenticators/import-authenticator.js";
export type { Clock } from "./clock.js";
export { type ConfigurationCode, ConfigurationError } from "./configuration/configuration-error.js";
export type { BudgetOptions, SecondFactorOptions } from "./configuration/options.js";
export { createSecondFactor, type SecondFactorEngine } from "./engine.js";
export type { EventSink, EventType, Factor, Lane, SecurityEvent } from "./events/event.js";
export type { Notice, NoticeKind, Notifier } from "./events/notice.js";
export { createFetchHandler, type FetchHandler } from "./http/fetch-handler.js";
export { type SealedCookieOptions, sealedCookie } from "./http/sealed-cookie.js";
export type { OtpAlgorithm, TotpParameters, Window } from "./otp/totp-parameters.js";
export { type KeyRing, keyRing } from "./secrets/key-ring.js";
export {
  type MasterKey,
  MasterKeyError,
  type MasterKeyFault,
  type WrappingContext,
} from "./secrets/master-key.js";
export type { Policy, PolicyDecision } from "./step-up/policy.js";
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
