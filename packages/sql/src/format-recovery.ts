import type { RecoveryRecord } from "@second-factor/core/stores";

/** A recovery as it stands in the database and comes out of `load`: JSON of its fields and nothing else. */
export function formatRecovery(recovery: RecoveryRecord): string {
  const { id, kind, state, openedAt, availableAt, expiresAt } = recovery;
  const { openedBy, reason, caseReference, decidedBy } = recovery;
  const times = { openedAt, availableAt, expiresAt };
  return JSON.stringify({ id, kind, state, ...times, openedBy, reason, caseReference, decidedBy });
}

/** Where another one may be opened, as a part of `WHERE` under `ON CONFLICT` of the table `a`. */
export const recoveryIsOver = (time: (field: string) => string) => `a.recovery IS NULL
  OR a.recovery ->> 'state' NOT IN ('waiting', 'requested', 'approved')
  OR ${time("a.recovery ->> 'expiresAt'")} <= ${time("excluded.recovery ->> 'openedAt'")}`;
