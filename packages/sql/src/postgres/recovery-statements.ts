import { epochSeen, ofSubject, statement } from "./statement.js";

export const voidCodes = "DELETE FROM second_factor_recovery_codes";

/** After a part named `voided`, so that a digest can stand in the old set and in the new one. */
export const insertCodes = (digests: string, condition: string) => `
    INSERT INTO second_factor_recovery_codes (namespace, subject_id, digest)
    SELECT $1, $2, given.digest FROM ${condition}, json_array_elements_text(${digests}::json) AS given (digest)
    WHERE (SELECT count(*) FROM voided) >= 0`;

const replaceWhere = (changed: string) =>
  statement(`
  WITH changed AS (
    ${changed} RETURNING 1
  ), voided AS (
    ${voidCodes} USING changed WHERE ${ofSubject} RETURNING 1
  ), codes AS (
    ${insertCodes("$6", "changed")}
  )
  SELECT 1 FROM changed`);

/** `$3` epoch, `$4` new epoch, `$5` now, `$6` digests as a JSON array. */
export const replaceCodes = replaceWhere(`
    UPDATE second_factor_subjects SET epoch = $4, epoch_changed_at = $5 WHERE ${ofSubject} AND epoch = $3`);

/** The same at the empty epoch, where a subject nobody has seen stands too. */
export const replaceFirstCodes = replaceWhere(`
    INSERT INTO second_factor_subjects AS s (namespace, subject_id, epoch, epoch_changed_at) VALUES ($1, $2, $4, $5)
    ON CONFLICT (namespace, subject_id) DO UPDATE SET epoch = $4, epoch_changed_at = $5 WHERE s.epoch = $3`);

/**
 * `$3` digest. Locking the codes leaves out those that were redeemed while this one waited for the subject, which its
 * snapshot still has. No row where the epoch changed meanwhile: the set may be a new one, which the snapshot does not
 * have. Nothing is changed then, and the caller asks again.
 */
export const redeemCode = statement(`
  WITH subject AS MATERIALIZED (
    SELECT failures_in_row AS failures FROM second_factor_subjects
    WHERE ${ofSubject} AND epoch = ${epochSeen} FOR UPDATE
  ), held AS MATERIALIZED (
    SELECT code.digest, subject.failures FROM second_factor_recovery_codes AS code CROSS JOIN subject
    WHERE ${ofSubject} FOR UPDATE OF code
  ), redeemed AS (
    DELETE FROM second_factor_recovery_codes AS code USING held
    WHERE ${ofSubject} AND code.digest = $3 AND held.digest = $3
    RETURNING failures
  ), cleared AS (
    UPDATE second_factor_subjects SET failures_in_row = 0 FROM redeemed WHERE ${ofSubject} AND failures > 0
  )
  SELECT (SELECT count(*) FROM redeemed) AS redeemed,
    (SELECT count(*) FROM held) - (SELECT count(*) FROM redeemed) AS remaining
  WHERE EXISTS (SELECT FROM subject) OR ${epochSeen} IS NULL`);
