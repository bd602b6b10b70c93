import { ofSubject, statement } from "./statement.js";

/** `$3` authenticator, `$4` first step, `$5` last step, `$6` now. */
export const acceptStep = statement(`
  WITH subject AS MATERIALIZED (
    SELECT failures_in_row AS failures FROM second_factor_subjects WHERE ${ofSubject} FOR UPDATE
  ), accepted AS (
    UPDATE second_factor_authenticators SET last_step = $5, last_used_at = $6 FROM subject
    WHERE ${ofSubject} AND id = $3 AND last_step < $4
    RETURNING failures
  ), cleared AS (
    UPDATE second_factor_subjects SET failures_in_row = 0 FROM accepted WHERE ${ofSubject} AND failures > 0
  )
  SELECT 1 FROM accepted`);

const opensWindow = "s.failures_count = 0 OR $3 >= s.failures_since + $4";

/** `$3` now, `$4` the window in milliseconds. */
export const countFailure = statement(`
  INSERT INTO second_factor_subjects AS s
    (namespace, subject_id, failures_since, failures_count, failures_in_row)
  VALUES ($1, $2, $3, 1, 1)
  ON CONFLICT (namespace, subject_id) DO UPDATE SET
    failures_since = CASE WHEN ${opensWindow} THEN $3 ELSE s.failures_since END,
    failures_count = CASE WHEN ${opensWindow} THEN 1 ELSE s.failures_count + 1 END,
    failures_in_row = s.failures_in_row + 1`);

/** `$3` authenticator, `$4` the sealed secret it must still have, `$5` the new one. */
export const reseal = statement(`
  UPDATE second_factor_authenticators SET sealed_secret = decode($5, 'hex')
  WHERE ${ofSubject} AND id = $3 AND sealed_secret = decode($4, 'hex')
  RETURNING 1`);
