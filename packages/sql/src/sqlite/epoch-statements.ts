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

/** `?3` now. */
export const changeCredentials = writes(`
  INSERT INTO second_factor_accounts (namespace, subject_id, credentials_changed_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (namespace, subject_id) DO UPDATE SET credentials_changed_at = excluded.credentials_changed_at`);

/** `?3` now. */
export const changeContact = writes(`
  INSERT INTO second_factor_accounts (namespace, subject_id, contact_changed_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (namespace, subject_id) DO UPDATE SET contact_changed_at = excluded.contact_changed_at`);

export const requireEnrollment = writes(`
  UPDATE second_factor_subjects SET must_enroll = 1, ${noPending} WHERE ${ofSubject}`);

export const removeAuthenticators = writes(`
  DELETE FROM second_factor_authenticators WHERE ${ofSubject}`);

export const removeBrowsers = writes(`
  UPDATE second_factor_accounts SET browsers = NULL WHERE ${ofSubject} AND browsers IS NOT NULL`);

export const demandEnrollment = writes(`
  UPDATE second_factor_subjects SET must_enroll = 1
  WHERE ${ofSubject} AND must_enroll = 0
    AND NOT EXISTS (SELECT 1 FROM second_factor_authenticators WHERE ${ofSubject})`);

/** `?3` the mark that stays. No method tells the time here, but an acceptance did: what expired before it has expired. */
export const forgetExpiredMarks = writes(`
  DELETE FROM second_factor_revoked_marks WHERE ${ofSubject} AND id <> ?3 AND expires_at <=
    (SELECT MAX(last_used_at) FROM second_factor_authenticators WHERE ${ofSubject})`);

/** `?3` mark, `?4` its expiry. */
export const prolongMark = writes(`
  UPDATE second_factor_revoked_marks SET expires_at = ?4 WHERE ${ofSubject} AND id = ?3 AND expires_at < ?4`);

/** `?3` mark, `?4` its expiry. */
export const revokeMark = writes(`
  INSERT INTO second_factor_revoked_marks (namespace, subject_id, id, expires_at) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT DO NOTHING`);
