import { noPending, pendingAsGiven, pendingColumns } from "../pending-columns.js";
import { insertCodes, voidCodes } from "./recovery-statements.js";
import { ofSubject, statement } from "./statement.js";

const bound = pendingColumns.map((column, index) =>
  column === "pending_sealed_secret" ? `decode($${index + 3}, 'hex')` : `$${index + 3}`,
);

/** `$3` to `$11`: the columns of the pending enrollment, in their order. */
export const begin = statement(`
  INSERT INTO second_factor_subjects (namespace, subject_id, ${pendingColumns.join(", ")})
  VALUES ($1, $2, ${bound.join(", ")})
  ON CONFLICT (namespace, subject_id) DO UPDATE SET ${pendingAsGiven}`);

/** `$3` enrollment. */
export const cancel = statement(`
  UPDATE second_factor_subjects SET ${noPending} WHERE ${ofSubject} AND pending_id = $3 RETURNING 1`);

/**
 * `$3` epoch, `$4` enrollment, `$5` sealed secret, `$6` last step, `$7` new epoch, `$8` now, `$9` digests as a JSON
 * array, or NULL to leave the recovery codes alone.
 */
export const activate = statement(`
  WITH enrollment AS MATERIALIZED (
    SELECT pending_id AS id, pending_name AS name, pending_algorithm AS algorithm, pending_digits AS digits,
      pending_period AS period
    FROM second_factor_subjects WHERE ${ofSubject} AND epoch = $3 AND pending_id = $4 FOR UPDATE
  ), added AS (
    INSERT INTO second_factor_authenticators
      (namespace, subject_id, id, name, algorithm, digits, period, sealed_secret, last_step, created_at, last_used_at)
    SELECT $1, $2, id, name, algorithm, digits, period, decode($5, 'hex'), $6::bigint, $8::bigint, $8::bigint
    FROM enrollment
  ), voided AS (
    ${voidCodes} USING enrollment WHERE ${ofSubject} AND $9::json IS NOT NULL RETURNING 1
  ), codes AS (
    ${insertCodes("$9", "enrollment")}
  )
  UPDATE second_factor_subjects SET epoch = $7, epoch_changed_at = $8, must_enroll = FALSE, ${noPending}
  FROM enrollment WHERE ${ofSubject}
  RETURNING 1`);

/** `$3` authenticator, `$4` name. */
export const rename = statement(`
  UPDATE second_factor_authenticators SET name = $4 WHERE ${ofSubject} AND id = $3 RETURNING 1`);
