import type { SubjectRecord } from "./subject-record.js";

type Unchecked<T> = { readonly [Key in keyof T]: unknown };

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

/**
 * Whether a store's answer can be decided on. A count that is NaN would never reach its limit, a `mustEnroll` that is
 * missing would read as no, and both would open a door: such an answer is an outage.
 */
export function isSubjectRecord(answer: unknown): answer is SubjectRecord {
  if (!isObject(answer)) return false;
  const record = answer as Unchecked<SubjectRecord>;
  return (
    typeof record.epoch === "string" &&
    isWhole(record.epochChangedAt) &&
    typeof record.mustEnroll === "boolean" &&
    isFailureCount(record.failures) &&
    Array.isArray(record.authenticators) &&
    record.authenticators.every(isAuthenticator) &&
    (record.pending === null || isPending(record.pending)) &&
    isWhole(record.recoveryCodesRemaining) &&
    Array.isArray(record.revokedMarks) &&
    record.revokedMarks.every(isRevokedMark) &&
    isWhole(record.credentialsChangedAt) &&
    isWhole(record.contactChangedAt) &&
    (record.recovery === null || isRecovery(record.recovery)) &&
    Array.isArray(record.browsers) &&
    record.browsers.every(isBrowser)
  );
}

const recoveryStates: ReadonlySet<unknown> = new Set([
  "waiting",
  "requested",
  "approved",
  "completed",
  "canceled",
  "denied",
]);

function isRecovery(value: unknown): boolean {
  if (!isObject(value)) return false;
  const recovery = value as Unchecked<NonNullable<SubjectRecord["recovery"]>>;
  return (
    typeof recovery.id === "string" &&
    (recovery.kind === "delayed" || recovery.kind === "support") &&
    recoveryStates.has(recovery.state) &&
    isWhole(recovery.availableAt) &&
    isWhole(recovery.expiresAt) &&
    typeof recovery.openedBy === "string"
  );
}

function isBrowser(value: unknown): boolean {
  if (!isObject(value)) return false;
  const browser = value as Unchecked<SubjectRecord["browsers"][number]>;
  if (!isObject(browser.failures)) return false;
  const { since, count } = browser.failures as Unchecked<{ since: number; count: number }>;
  return (
    typeof browser.id === "string" &&
    typeof browser.epoch === "string" &&
    typeof browser.digest === "string" &&
    isWhole(browser.trustedUntil) &&
    isWhole(browser.rotatedAt) &&
    isWhole(browser.lastSeenAt) &&
    isWhole(since) &&
    isWhole(count)
  );
}

function isFailureCount(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { since, count, inARow } = value as Unchecked<SubjectRecord["failures"]>;
  return isWhole(since) && isWhole(count) && isWhole(inARow);
}

function isSealed(value: { id: unknown; parameters: unknown; sealedSecret: unknown }): boolean {
  return (
    typeof value.id === "string" &&
    isObject(value.parameters) &&
    value.sealedSecret instanceof Uint8Array
  );
}

function isAuthenticator(value: unknown): boolean {
  if (!isObject(value)) return false;
  const authenticator = value as Unchecked<SubjectRecord["authenticators"][number]>;
  return isSealed(authenticator) && isWhole(authenticator.lastStep);
}

function isPending(value: unknown): boolean {
  if (!isObject(value)) return false;
  const pending = value as Unchecked<NonNullable<SubjectRecord["pending"]>>;
  return (
    isSealed(pending) &&
    typeof pending.startedBy === "string" &&
    typeof pending.epoch === "string" &&
    isWhole(pending.expiresAt)
  );
}

function isRevokedMark(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { id, expiresAt } = value as Unchecked<SubjectRecord["revokedMarks"][number]>;
  return typeof id === "string" && isWhole(expiresAt);
}
