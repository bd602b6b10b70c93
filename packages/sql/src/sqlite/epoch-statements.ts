import { noPending } from "../pending-columns.js";
import { ofSubject, writes } from "./statement.js";

/** A subject nobody has seen gets its row; one that has it keeps it. */
export const ensureSubject = writes(`
  INSERT INTO second_factor_subjects (namespace, subject_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING`);

/** `?3` epoch, `?4` new epoch, `?5` now. */
export const changeEpoch = writes(`
  UPDATE second_factor_subjects SET epoch = ?4, epoch_changed_at = ?5 WHERE ${ofSubject} AND epoch = ?3`);

/** `?3` new epoch, `?4` now. */
export const renewEpoch = writes(`
  INSERT INTO second_factor_subjects (namespace, subject_id, epoch, epoch_changed_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (namespace, subject_id) DO UPDATE SET
    epoch = excluded.epoch, epoch_changed_at = excluded.epoch_changed_at`);

export const demandEnrollment = writes(`
  UPDATE second_factor_subjects SET must_enroll = 1, ${noPending} WHERE ${ofSubject}`);

export const removeAuthenticators = writes(`
  DELETE FROM second_factor_authenticators WHERE ${ofSubject}`);

/** No method tells the time here, but an acceptance did: what expired before it has certainly expired. */
export const forgetExpiredMarks = writes(`
  DELETE FROM second_factor_revoked_marks WHERE ${ofSubject} AND expires_at <=
    (SELECT MAX(last_used_at) FROM second_factor_authenticators WHERE ${ofSubject})`);

/** `?3` mark, `?4` its expiry. */
export const revokeMark = writes(`
  INSERT INTO second_factor_revoked_marks AS m (namespace, subject_id, id, expires_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (namespace, subject_id, id) DO UPDATE SET expires_at = MAX(m.expires_at, excluded.expires_at)`);
