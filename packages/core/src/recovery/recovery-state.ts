import type { RecoveryRecord, RecoveryState, SubjectRecord } from "../stores/subject-record.js";

const openStates: readonly RecoveryState[] = ["waiting", "requested", "approved"];

/** Under way: neither ended nor expired. At most one is. */
export function isOpen(recovery: RecoveryRecord | null, now: number): recovery is RecoveryRecord {
  // Said so that a comparison with NaN refuses.
  return recovery !== null && openStates.includes(recovery.state) && now < recovery.expiresAt;
}

/**
 * Until when the delayed way is closed, because the password or an address changed: whoever stole the one changes the
 * other next. 0 where nothing ever changed.
 */
export function quietUntil(
  { credentialsChangedAt, contactChangedAt }: SubjectRecord,
  quietMs: number,
): number {
  const changedAt = Math.max(credentialsChangedAt, contactChangedAt);
  return changedAt === 0 ? 0 : changedAt + quietMs;
}

/** Whole seconds, rounded up: whoever waits that long must not be refused again. */
export const secondsTo = (time: number, now: number): number => Math.ceil((time - now) / 1000);

/** A recovery as support sees it, in which nothing is secret. Times are milliseconds since the Unix epoch. */
export interface RecoveryDescription extends Omit<RecoveryRecord, "state"> {
  /** `expired` is what was never decided, or never used, in its time. */
  readonly state: RecoveryState | "expired";
}

export function describeRecovery(
  recovery: RecoveryRecord | null,
  now: number,
): RecoveryDescription | null {
  if (recovery === null) return null;
  const lapsed = openStates.includes(recovery.state) && !isOpen(recovery, now);
  return { ...recovery, state: lapsed ? "expired" : recovery.state };
}
