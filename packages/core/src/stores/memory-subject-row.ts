import { emptyAccount, type MemoryAccount } from "./memory-account.js";
import type { EpochChange } from "./records.js";
import type {
  AuthenticatorRecord,
  FailureCount,
  PendingEnrollment,
  RevokedMark,
  SubjectRecord,
} from "./subject-record.js";
import { emptySubjectRecord } from "./subject-record.js";

/** One subject in memory. The fields change, what they hold never does: it is frozen and replaced as a whole. */
export interface MemorySubjectRow {
  epoch: string;
  epochChangedAt: number;
  mustEnroll: boolean;
  failures: FailureCount;
  authenticators: readonly AuthenticatorRecord[];
  pending: PendingEnrollment | null;
  recoveryDigests: readonly string[];
  revokedMarks: readonly RevokedMark[];
  account: MemoryAccount;
}

const noDigests: readonly string[] = Object.freeze([]);

export function newMemorySubjectRow(): MemorySubjectRow {
  const { epoch, epochChangedAt, mustEnroll, failures, authenticators, pending, revokedMarks } =
    emptySubjectRecord;
  return {
    epoch,
    epochChangedAt,
    mustEnroll,
    failures,
    authenticators,
    pending,
    recoveryDigests: noDigests,
    revokedMarks,
    account: emptyAccount,
  };
}

/** A frozen copy: typed arrays cannot be frozen, so the bytes are copied too. */
export function withOwnSecret<T extends AuthenticatorRecord | PendingEnrollment>(held: T): T {
  const parameters = Object.freeze({ ...held.parameters });
  const own: T = { ...held, parameters, sealedSecret: held.sealedSecret.slice() };
  return Object.freeze(own);
}

/** What a reader gets: nothing in it leads back into the store. */
export function readMemorySubjectRow(row: MemorySubjectRow): SubjectRecord {
  return Object.freeze({
    epoch: row.epoch,
    epochChangedAt: row.epochChangedAt,
    mustEnroll: row.mustEnroll,
    failures: row.failures,
    authenticators: Object.freeze(row.authenticators.map(withOwnSecret)),
    pending: row.pending && withOwnSecret(row.pending),
    recoveryCodesRemaining: row.recoveryDigests.length,
    revokedMarks: row.revokedMarks,
    ...row.account,
  });
}

export function changeEpoch(row: MemorySubjectRow, { to, at }: Omit<EpochChange, "from">): void {
  row.epoch = to;
  row.epochChangedAt = at;
}

/** Authenticators, recovery codes and a pending enrollment go; the epoch and the failures stay. */
export function voidCredentials(row: MemorySubjectRow): void {
  row.authenticators = emptySubjectRecord.authenticators;
  row.recoveryDigests = noDigests;
  row.pending = null;
}

export function clearFailuresInARow(row: MemorySubjectRow): void {
  if (row.failures.inARow > 0) row.failures = Object.freeze({ ...row.failures, inARow: 0 });
}

export function changeAccount(row: MemorySubjectRow, change: Partial<MemoryAccount>): void {
  row.account = Object.freeze({ ...row.account, ...change });
}

/** What a reset leaves: the epoch is the caller's to change with it. */
export function voidEverything(row: MemorySubjectRow): void {
  voidCredentials(row);
  row.mustEnroll = true;
  if (row.account.browsers.length > 0) changeAccount(row, { browsers: emptyAccount.browsers });
}
