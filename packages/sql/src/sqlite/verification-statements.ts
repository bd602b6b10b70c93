import { ofSubject, writes } from "./statement.js";

const stepIsNew = "id = ?3 AND last_step < ?4";

/** `?3` authenticator, `?4` first step. Before `acceptStep`, under its condition. */
export const clearFailuresInARow = writes(`
  UPDATE second_factor_subjects SET failures_in_row = 0
  WHERE ${ofSubject} AND failures_in_row > 0
    AND EXISTS (SELECT 1 FROM second_factor_authenticators WHERE ${ofSubject} AND ${stepIsNew})`);

/** `?3` authenticator, `?4` first step, `?5` last step, `?6` now. */
export const acceptStep = writes(`
  UPDATE second_factor_authenticators SET last_step = ?5, last_used_at = ?6
  WHERE ${ofSubject} AND ${stepIsNew}`);

const opensWindow = "s.failures_count = 0 OR ?3 >= s.failures_since + ?4";

/** `?3` now, `?4` the window in milliseconds. */
export const countFailure = writes(`
  INSERT INTO second_factor_subjects AS s
    (namespace, subject_id, failures_since, failures_count, failures_in_row)
  VALUES (?1, ?2, ?3, 1, 1)
  ON CONFLICT (namespace, subject_id) DO UPDATE SET
    failures_since = CASE WHEN ${opensWindow} THEN ?3 ELSE s.failures_since END,
    failures_count = CASE WHEN ${opensWindow} THEN 1 ELSE s.failures_count + 1 END,
    failures_in_row = s.failures_in_row + 1`);

/** `?3` authenticator, `?4` the sealed secret it must still have, `?5` the new one. */
export const reseal = writes(`
  UPDATE second_factor_authenticators SET sealed_secret = ?5
  WHERE ${ofSubject} AND id = ?3 AND sealed_secret = ?4`);
