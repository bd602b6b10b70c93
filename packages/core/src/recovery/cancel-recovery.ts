import type { EventScope } from "../events/emitter.js";
import type { NoticeKind } from "../events/notice.js";
import type { RecoveryRecord, RecoveryState } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";

/** Recoveries go forward only, so that trying these in turn misses none. */
const cancelable: Readonly<Record<RecoveryRecord["kind"], readonly RecoveryState[]>> = {
  delayed: ["waiting"],
  support: ["requested", "approved"],
};

/**
 * Ends an open recovery, whatever became of it since it was read. Once this answers true it never completes.
 *
 * @param by the person of support; null for the subject, by a link or by signing in with the second factor
 */
export async function cancelRecovery(
  { records, emitter }: Suite,
  subjectId: string,
  recovery: RecoveryRecord,
  by: string | null,
  scope: EventScope,
): Promise<boolean> {
  const { id, kind, availableAt, expiresAt } = recovery;
  const to = { state: "canceled", availableAt, expiresAt, decidedBy: by ?? subjectId } as const;
  for (const from of cancelable[kind]) {
    if (!(await records.changeRecovery(subjectId, id, from, to))) continue;
    emitter.emit(scope, {
      type: "recovery.canceled",
      outcome: "success",
      kind,
      recoveryId: id,
      actor: by,
    });
    tellOfEnd({ emitter }, scope, "recovery_canceled", recovery, by);
    return true;
  }
  return false;
}

/** The owner is told, and the person of support whose case it was, unless they ended it themselves. */
export function tellOfEnd(
  { emitter }: Pick<Suite, "emitter">,
  scope: EventScope,
  kind: NoticeKind & `recovery_${string}`,
  recovery: RecoveryRecord,
  by: string | null,
): void {
  const about = caseOf(recovery);
  emitter.notify(scope, kind, about);
  if (recovery.kind === "support" && recovery.openedBy !== by)
    emitter.notify(scope, kind, { ...about, staffId: recovery.openedBy });
}

export const caseOf = ({ kind, caseReference }: RecoveryRecord): { caseReference?: string } =>
  kind === "support" ? { caseReference } : {};
