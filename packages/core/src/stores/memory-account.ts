import type { BrowserRecord, RecoveryRecord } from "./subject-record.js";

/** What few subjects ever have; the others share one that is empty. */
export interface MemoryAccount {
  readonly credentialsChangedAt: number;
  readonly contactChangedAt: number;
  readonly recovery: RecoveryRecord | null;
  readonly browsers: readonly BrowserRecord[];
}

export const emptyAccount: MemoryAccount = Object.freeze({
  credentialsChangedAt: 0,
  contactChangedAt: 0,
  recovery: null,
  browsers: Object.freeze([]),
});
