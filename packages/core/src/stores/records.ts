import type { TotpParameters } from "../otp/totp-parameters.js";
import type { CheckStore } from "./finding.js";

/** Where records live: lost with the process, or kept. */
export type Durability = "process" | "durable";

/** A store of durable records. Each engine opens its own namespace; two namespaces never see each other's rows. */
export interface RecordsStore {
  readonly durability: Durability;
  readonly check?: CheckStore;
  forNamespace(namespace: string): Records;
}

/**
 * The durable truth about subjects. Every method is one atomic verdict, so that no implementation can be racy while
 * keeping to the types: a method that answers `boolean` is true for exactly one of any number of parallel callers that
 * compete for the same thing, and only a literal `true` counts. Times are milliseconds since the Unix epoch and come
 * from the caller. A method rejects when its outcome is unknown; it never retries by itself.
 */
export interface Records {
  /** One read, one trip. A subject nobody has seen is `emptySubjectRecord`; expired pendings and revocations are the caller's to ignore. */
  load(subjectId: string): Promise<SubjectRecord>;

  /**
   * Compare-and-set: true where the authenticator exists and its last step is below `steps.first`; then `lastStep`
   * becomes `steps.last`, `lastUsedAt` becomes `at`, and the subject's failures in a row become 0.
   */
  acceptStep(
    subjectId: string,
    authenticatorId: string,
    steps: StepRange,
    at: number,
  ): Promise<boolean>;

  /**
   * One more failure. The window is fixed: it opens with the first failure and the first failure after its end opens
   * the next. `inARow` counts on regardless of windows.
   */
  countFailure(subjectId: string, at: number, windowSeconds: number): Promise<void>;

  /** Stores the subject's one pending enrollment; a new one replaces it. Changes nothing else. */
  begin(subjectId: string, pending: PendingEnrollment): Promise<void>;

  /** Discards the pending enrollment of that id. True where there was one. */
  cancel(subjectId: string, enrollmentId: string): Promise<boolean>;

  /**
   * Turns the pending enrollment into an authenticator, in one transaction: only where it is still pending and the
   * subject's epoch is still `change.from`. Sets the new epoch, clears `mustEnroll`, and, where `recoveryDigests` is
   * given, replaces the recovery codes.
   */
  activate(
    subjectId: string,
    enrollmentId: string,
    activation: Activation,
    change: EpochChange,
  ): Promise<boolean>;

  rename(subjectId: string, authenticatorId: string, name: string): Promise<boolean>;

  /**
   * Removes an authenticator, only where it exists, the epoch is still `change.from` and, with `keepLast`, another
   * remains. With the last one go the recovery codes and a pending enrollment. The row with its epoch and failures stays.
   */
  remove(
    subjectId: string,
    authenticatorId: string,
    options: { readonly keepLast: boolean },
    change: EpochChange,
  ): Promise<boolean>;

  /** Replaces the whole set, only where the epoch is still `change.from`. */
  replaceRecoveryCodes(
    subjectId: string,
    digests: readonly string[],
    change: EpochChange,
  ): Promise<boolean>;

  /** One conditional delete: redeemed exactly once. Sets the failures in a row to 0; the epoch stays. */
  redeemRecoveryCode(subjectId: string, digest: string): Promise<Redemption>;

  /** Voids everything the subject holds and demands a new enrollment: authenticators, recovery codes, pending. */
  requireEnrollment(subjectId: string, change: Omit<EpochChange, "from">): Promise<void>;

  /** A new epoch and nothing else: every mark and sign-in record of before is void. */
  renewEpoch(subjectId: string, change: Omit<EpochChange, "from">): Promise<void>;

  /** Remembers until `expiresAt` that a mark was signed out. Needed where the session is held by the client. */
  revokeMark(subjectId: string, markId: string, expiresAt: number): Promise<void>;

  /** Replaces a sealed secret by one under the current key, only where it is still byte for byte `expected`. */
  reseal(
    subjectId: string,
    authenticatorId: string,
    expected: Uint8Array,
    sealed: Uint8Array,
  ): Promise<boolean>;

  /**
   * The sealed secrets of up to `limit` more subjects, in an order that stays the same; all of a subject stand on one
   * page. Pending enrollments that expired by `at` are left out. A page may be empty and not the last one: that is the
   * one whose `next` is null. What is added or removed between two pages may be missed; what stays is on exactly one.
   *
   * @param after `next` of the page before, null for the first
   */
  listSealed(after: string | null, limit: number, at: number): Promise<SealedPage>;
}

export interface SealedPage {
  readonly sealed: readonly SealedRecord[];
  /** Where the next page begins; its text is the store's affair. */
  readonly next: string | null;
}

export interface SealedRecord {
  readonly subjectId: string;
  readonly authenticatorId: string;
  /** What it was sealed for: an authenticator, or the enrollment of one. */
  readonly purpose: "totp" | "pending";
  readonly sealedSecret: Uint8Array;
}

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

export interface StepRange {
  readonly first: number;
  readonly last: number;
}

export interface EpochChange {
  readonly from: string;
  readonly to: string;
  readonly at: number;
}

export interface Activation {
  readonly sealedSecret: Uint8Array;
  readonly lastStep: number;
  readonly recoveryDigests: readonly string[] | null;
}

export interface Redemption {
  readonly redeemed: boolean;
  readonly remaining: number;
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
});
