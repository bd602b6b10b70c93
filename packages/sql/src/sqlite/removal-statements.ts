import { noPending } from "../pending-columns.js";
import { ofSubject, writes } from "./statement.js";

const subject = `SELECT 1 FROM second_factor_subjects WHERE ${ofSubject}`;
const authenticator = `SELECT 1 FROM second_factor_authenticators WHERE ${ofSubject}`;

const removable = `epoch = ?3 AND EXISTS (${authenticator} AND id = ?4)`;
const another = `EXISTS (${authenticator} AND id <> ?4)`;

// With the last authenticator goes what is no use without one. Each takes `?3` epoch, `?4` authenticator.
export const voidCodesWithLast = writes(`
  DELETE FROM second_factor_recovery_codes
  WHERE ${ofSubject} AND EXISTS (${subject} AND ${removable}) AND NOT ${another}`);
export const voidPendingWithLast = writes(`
  UPDATE second_factor_subjects SET ${noPending} WHERE ${ofSubject} AND ${removable} AND NOT ${another}`);

/** `?3` epoch, `?4` authenticator, `?5` new epoch, `?6` now. */
export const announceRemoval = writes(`
  UPDATE second_factor_subjects SET epoch = ?5, epoch_changed_at = ?6 WHERE ${ofSubject} AND ${removable}`);

/** The same; with the last one an enrollment is demanded. */
export const announceRemovalAndDemand = writes(`
  UPDATE second_factor_subjects SET epoch = ?5, epoch_changed_at = ?6,
    must_enroll = CASE WHEN ${another} THEN must_enroll ELSE 1 END
  WHERE ${ofSubject} AND ${removable}`);

/** The same, only where another authenticator remains. */
export const announceRemovalButLast = writes(`
  UPDATE second_factor_subjects SET epoch = ?5, epoch_changed_at = ?6
  WHERE ${ofSubject} AND ${removable} AND ${another}`);

/** `?3` new epoch, `?4` authenticator. The epoch is random: it stands there only if it was announced just now. */
export const removeAnnounced = writes(`
  DELETE FROM second_factor_authenticators
  WHERE ${ofSubject} AND id = ?4 AND EXISTS (${subject} AND epoch = ?3)`);
