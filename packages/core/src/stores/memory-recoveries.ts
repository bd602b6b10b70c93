import {
  changeAccount,
  changeEpoch,
  type MemorySubjectRow,
  voidEverything,
} from "./memory-subject-row.js";
import type { Records } from "./records.js";
import type { RecoveryRecord, RecoveryState } from "./subject-record.js";

const isOpen = ({ state }: RecoveryRecord): boolean =>
  state === "waiting" || state === "requested" || state === "approved";

/** Each method runs to its end without an `await`, like all of `memoryRecords`. */
export function memoryRecoveryMethods(
  find: (subjectId: string) => MemorySubjectRow | undefined,
  findOrCreate: (subjectId: string) => MemorySubjectRow,
): Pick<Records, "openRecovery" | "changeRecovery" | "completeRecovery"> {
  /** The row it changed, or null where the recovery is another one or in another state. */
  function changeIf(
    subjectId: string,
    recoveryId: string,
    from: RecoveryState,
    change: Partial<RecoveryRecord>,
  ): MemorySubjectRow | null {
    const row = find(subjectId);
    const recovery = row?.account.recovery ?? null;
    if (row === undefined || recovery?.id !== recoveryId || recovery.state !== from) return null;
    changeAccount(row, { recovery: Object.freeze({ ...recovery, ...change }) });
    return row;
  }

  return {
    async openRecovery(subjectId, recovery) {
      const row = findOrCreate(subjectId);
      const before = row.account.recovery;
      if (before !== null && isOpen(before) && before.expiresAt > recovery.openedAt) return false;
      changeAccount(row, { recovery: Object.freeze({ ...recovery }) });
      return true;
    },

    async changeRecovery(subjectId, recoveryId, from, to) {
      const { state, availableAt, expiresAt, decidedBy } = to;
      const change = { state, availableAt, expiresAt, decidedBy };
      return changeIf(subjectId, recoveryId, from, change) !== null;
    },

    async completeRecovery(subjectId, recoveryId, from, change) {
      const row = changeIf(subjectId, recoveryId, from, { state: "completed" });
      if (row === null) return false;
      voidEverything(row);
      changeEpoch(row, change);
      return true;
    },
  };
}
