import type { CheckStore } from "./finding.js";
import type {
  BrowserRecord,
  PendingEnrollment,
  RecoveryChange,
  RecoveryRecord,
  RecoveryState,
  SubjectRecord,
} from "./subject-record.js";

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
   * With `demandEnrollment` the last one leaves `mustEnroll`, in the same transaction.
   */
  remove(
    subjectId: string,
    authenticatorId: string,
    options: RemoveOptions,
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

  /** Voids everything the subject holds and demands a new enrollment: authenticators, recovery codes, pending, browsers. */
  requireEnrollment(subjectId: string, change: Omit<EpochChange, "from">): Promise<void>;

  /** Demands an enrollment of a subject without an authenticator. True where it has none and nothing was demanded yet. */
  demandEnrollment(subjectId: string): Promise<boolean>;

  /**
   * A new epoch: every mark and sign-in record of before is void, and so is every browser's trust. Because of
   * `credentials` it also sets `credentialsChangedAt`; nothing else changes.
   */
  renewEpoch(
    subjectId: string,
    change: Omit<EpochChange, "from">,
    because: "credentials" | "sign_out",
  ): Promise<void>;

  /** Sets `contactChangedAt`: where notices go was changed. The epoch stays. */
  contactChanged(subjectId: string, at: number): Promise<void>;

  /**
   * Remembers until `expiresAt` that a mark was signed out, or a grant was used. True for exactly one of any number of
   * callers with the same id, as long as it is remembered.
   */
  revokeMark(subjectId: string, markId: string, expiresAt: number): Promise<boolean>;

  /**
   * Begins a recovery, only where none is open: the one before it is terminal or expired by `recovery.openedAt`. It
   * takes that one's place.
   */
  openRecovery(subjectId: string, recovery: RecoveryRecord): Promise<boolean>;

  /** Compare-and-set on the state: only where the subject's recovery has this id and is still in the state `from`. */
  changeRecovery(
    subjectId: string,
    recoveryId: string,
    from: RecoveryState,
    to: RecoveryChange,
  ): Promise<boolean>;

  /**
   * The same step to "completed" and, in one transaction with it, all that `requireEnrollment` does. Nothing happens
   * where the recovery is not in the state `from` any more.
   */
  completeRecovery(
    subjectId: string,
    recoveryId: string,
    from: RecoveryState,
    change: Omit<EpochChange, "from">,
  ): Promise<boolean>;

  /**
   * Stores a browser; one with the same id is replaced. Past `most` browsers those go that were seen longest ago (of
   * several, the lower id first), never the one just stored.
   */
  keepBrowser(subjectId: string, browser: BrowserRecord, most: number): Promise<void>;

  /** Compare-and-set on the digest: then the browser's digest is `to`, and `rotatedAt` and `lastSeenAt` are `at`. */
  rotateBrowser(
    subjectId: string,
    browserId: string,
    digests: { readonly from: string; readonly to: string },
    at: number,
  ): Promise<boolean>;

  /**
   * One more failure in a browser, in a window that is fixed like that of `countFailure`. `browser` is what is stored
   * where it has no row yet, with one failure at `at`; past `most` the others go as with `keepBrowser`.
   */
  countBrowserFailure(
    subjectId: string,
    browser: BrowserRecord,
    at: number,
    windowSeconds: number,
    most: number,
  ): Promise<void>;

  /** Removes these browsers, or all. How many there were. */
  removeBrowsers(subjectId: string, ids: readonly string[] | "all"): Promise<number>;

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

  /** Up to `limit` more subjects that have a row, in an order that stays the same, as `listSealed` pages them. */
  listSubjects(after: string | null, limit: number): Promise<SubjectPage>;
}

export interface SubjectPage {
  readonly subjects: readonly SubjectSummary[];
  readonly next: string | null;
}

/** A line of a list. Times are milliseconds since the Unix epoch, 0 for never. */
export interface SubjectSummary {
  readonly subjectId: string;
  readonly authenticators: number;
  readonly mustEnroll: boolean;
  readonly recoveryCodesRemaining: number;
  /** Of the authenticator used last. */
  readonly lastUsedAt: number;
  /** The last recovery, whether it is open or not; null where there never was one. */
  readonly recovery: Pick<
    RecoveryRecord,
    "id" | "kind" | "state" | "openedAt" | "expiresAt"
  > | null;
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

export interface RemoveOptions {
  readonly keepLast: boolean;
  readonly demandEnrollment?: boolean;
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
