import type { TotpParameters } from "../otp/totp-parameters.js";

export interface SubjectRecord {
  /** Random; changes with everything that must void marks and sign-in records. Empty until the first change. */
  readonly epoch: string;
  readonly epochChangedAt: number;
  readonly mustEnroll: boolean;
  readonly failures: FailureCount;
  /** Oldest first. */
  readonly authenticators: readonly AuthenticatorRecord[];
  readonly pending: PendingEnrollment | null;
  readonly recoveryCodesRemaining: number;
  readonly revokedMarks: readonly RevokedMark[];
  /** When the host last said that the password changed; 0 for never. */
  readonly credentialsChangedAt: number;
  /** When the host last said that an address for notices changed; 0 for never. */
  readonly contactChangedAt: number;
  /** The last recovery: at most one is open, and one that ended stays until the next begins. */
  readonly recovery: RecoveryRecord | null;
  /** Oldest first. */
  readonly browsers: readonly BrowserRecord[];
}

/**
 * The first three are open: `waiting` (delayed) and `requested` (support, not approved yet), `approved` (support, the
 * ticket is out). The others are terminal. What expired is in no state of its own: compare `expiresAt` with the clock.
 */
export type RecoveryState =
  | "waiting"
  | "requested"
  | "approved"
  | "completed"
  | "canceled"
  | "denied";

export interface RecoveryRecord {
  /** Random, 128 bits. */
  readonly id: string;
  readonly kind: "delayed" | "support";
  readonly state: RecoveryState;
  readonly openedAt: number;
  /** Before that nothing can be completed. */
  readonly availableAt: number;
  /** From then on it is as if it were not there. */
  readonly expiresAt: number;
  /** Whoever asked: the subject, or the person of support. */
  readonly openedBy: string;
  readonly reason: string;
  readonly caseReference: string;
  /** Whoever approved, denied or canceled it; null where nobody did. */
  readonly decidedBy: string | null;
}

export type RecoveryChange = Pick<
  RecoveryRecord,
  "state" | "availableAt" | "expiresAt" | "decidedBy"
>;

/** A browser that verified before. It has a row once it is trusted, or once a code failed in it. */
export interface BrowserRecord {
  readonly id: string;
  /** From its User-Agent, for people. */
  readonly name: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** The subject's epoch when it last verified: in another one it is nothing. */
  readonly epoch: string;
  /** Until when it is not asked; 0 where it is only known. */
  readonly trustedUntil: number;
  /** Of the value its cookie has now; "" where it is only known. */
  readonly digest: string;
  readonly rotatedAt: number;
  /** The long-term budget of its own. */
  readonly failures: { readonly since: number; readonly count: number };
}

export interface FailureCount {
  /** When the window opened; 0 where there never was a failure. */
  readonly since: number;
  readonly count: number;
  readonly inARow: number;
}

export interface AuthenticatorRecord {
  readonly id: string;
  readonly name: string;
  readonly parameters: TotpParameters;
  readonly sealedSecret: Uint8Array;
  /** The highest time step ever accepted: the whole memory of used codes (RFC 6238 section 5.2). */
  readonly lastStep: number;
  readonly createdAt: number;
  readonly lastUsedAt: number;
}

export interface PendingEnrollment {
  readonly id: string;
  readonly name: string;
  readonly parameters: TotpParameters;
  readonly sealedSecret: Uint8Array;
  /** The session (or token) that began it; no other may confirm it or see its secret. */
  readonly startedBy: string;
  /** The subject's epoch at the beginning. */
  readonly epoch: string;
  readonly expiresAt: number;
}

export interface RevokedMark {
  readonly id: string;
  readonly expiresAt: number;
}

export const emptySubjectRecord: SubjectRecord = Object.freeze({
  epoch: "",
  epochChangedAt: 0,
  mustEnroll: false,
  failures: Object.freeze({ since: 0, count: 0, inARow: 0 }),
  authenticators: Object.freeze([]),
  pending: null,
  recoveryCodesRemaining: 0,
  revokedMarks: Object.freeze([]),
  credentialsChangedAt: 0,
  contactChangedAt: 0,
  recovery: null,
  browsers: Object.freeze([]),
});
