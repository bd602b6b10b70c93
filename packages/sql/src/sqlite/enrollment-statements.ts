import { noPending, pendingAsGiven, pendingColumns } from "../pending-columns.js";
import { ofSubject, writes } from "./statement.js";

/** `?3` to `?11`: the columns of the pending enrollment, in their order. */
export const begin = writes(`
  INSERT INTO second_factor_subjects (namespace, subject_id, ${pendingColumns.join(", ")})
  VALUES (?1, ?2, ${pendingColumns.map((_, index) => `?${index + 3}`).join(", ")})
  ON CONFLICT (namespace, subject_id) DO UPDATE SET
    ${pendingAsGiven}`);

/** `?3` enrollment. */
export const cancel = writes(`
  UPDATE second_factor_subjects SET ${noPending} WHERE ${ofSubject} AND pending_id = ?3`);

const stillPending = `${ofSubject} AND epoch = ?3 AND pending_id = ?4`;

/** `?3` epoch, `?4` enrollment, `?5` sealed secret, `?6` last step, `?7` now. */
export const addAuthenticator = writes(`
  INSERT INTO second_factor_authenticators
    (namespace, subject_id, id, name, algorithm, digits, period, sealed_secret, last_step, created_at, last_used_at)
  SELECT namespace, subject_id, pending_id, pending_name, pending_algorithm, pending_digits, pending_period,
    ?5, ?6, ?7, ?7
  FROM second_factor_subjects WHERE ${stillPending}`);

/** `?3` epoch, `?4` enrollment, `?5` new epoch, `?6` now. */
export const finishEnrollment = writes(`
  UPDATE second_factor_subjects SET epoch = ?5, epoch_changed_at = ?6, must_enroll = 0, ${noPending}
  WHERE ${stillPending}`);

/** `?3` authenticator, `?4` name. */
export const rename = writes(`
  UPDATE second_factor_authenticators SET name = ?4 WHERE ${ofSubject} AND id = ?3`);
