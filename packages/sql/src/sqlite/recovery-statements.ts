import type { SqlStatement } from "../sql-database.js";
import type { SubjectKey } from "../subject-key.js";
import { ofSubject, reads, writes } from "./statement.js";

/** `?3` digest. Before `redeemCode`, under its condition. */
export const clearFailuresInARow = writes(`
  UPDATE second_factor_subjects SET failures_in_row = 0
  WHERE ${ofSubject} AND failures_in_row > 0
    AND EXISTS (SELECT 1 FROM second_factor_recovery_codes WHERE ${ofSubject} AND digest = ?3)`);

/** `?3` digest. */
export const redeemCode = writes(`
  DELETE FROM second_factor_recovery_codes WHERE ${ofSubject} AND digest = ?3`);

export const countCodes = reads(`
  SELECT COUNT(*) AS remaining FROM second_factor_recovery_codes WHERE ${ofSubject}`);

export const voidCodes = writes(`DELETE FROM second_factor_recovery_codes WHERE ${ofSubject}`);

/** Under which condition a set is replaced: at this epoch, and for an enrollment while it is still pending. */
export interface ReplaceWhere {
  readonly epoch: string;
  readonly pendingId?: string;
}

/** The statements that replace a subject's whole set. They leave the condition as it is. */
export function replaceCodes(
  key: SubjectKey,
  digests: readonly string[],
  { epoch, pendingId }: ReplaceWhere,
): SqlStatement[] {
  const condition = pendingId === undefined ? "epoch = ?3" : "epoch = ?3 AND pending_id = ?4";
  const values = pendingId === undefined ? [epoch] : [epoch, pendingId];
  const subject = `second_factor_subjects WHERE ${ofSubject} AND ${condition}`;
  const clear = writes(`
    DELETE FROM second_factor_recovery_codes WHERE ${ofSubject} AND EXISTS (SELECT 1 FROM ${subject})`);
  const add = writes(`
    INSERT INTO second_factor_recovery_codes (namespace, subject_id, digest)
    SELECT namespace, subject_id, ?${values.length + 3} FROM ${subject}`);
  return [clear(key, ...values), ...digests.map((digest) => add(key, ...values, digest))];
}
