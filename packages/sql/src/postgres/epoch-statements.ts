import { noPending } from "../pending-columns.js";
import { voidCodes } from "./recovery-statements.js";
import { epochSeen, ofSubject, statement } from "./statement.js";

/** `$3` new epoch, `$4` now. */
export const renewEpoch = statement(`
  INSERT INTO second_factor_subjects (namespace, subject_id, epoch, epoch_changed_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (namespace, subject_id) DO UPDATE SET
    epoch = excluded.epoch, epoch_changed_at = excluded.epoch_changed_at`);

/**
 * `$3` new epoch, `$4` now. No row where the epoch changed while this one waited for the subject: it would not see an
 * authenticator that was added meanwhile, and leave it behind. Nothing is changed then, and the caller asks again.
 */
export const requireEnrollment = statement(`
  WITH changed AS (
    INSERT INTO second_factor_subjects AS s (namespace, subject_id, epoch, epoch_changed_at, must_enroll)
    VALUES ($1, $2, $3, $4, TRUE)
    ON CONFLICT (namespace, subject_id) DO UPDATE SET
      epoch = excluded.epoch, epoch_changed_at = excluded.epoch_changed_at, must_enroll = TRUE, ${noPending}
    WHERE s.epoch = ${epochSeen}
    RETURNING 1
  ), authenticators AS (
    DELETE FROM second_factor_authenticators USING changed WHERE ${ofSubject}
  ), codes AS (
    ${voidCodes} USING changed WHERE ${ofSubject}
  )
  SELECT 1 FROM changed`);

/**
 * `$3` mark, `$4` its expiry. The subject gets its row where it has none. No method tells the time here, but an
 * acceptance did: what expired before it has certainly expired.
 */
export const revokeMark = statement(`
  WITH subject AS (
    INSERT INTO second_factor_subjects AS s (namespace, subject_id) VALUES ($1, $2)
    ON CONFLICT (namespace, subject_id) DO UPDATE SET epoch = s.epoch
    RETURNING 1
  ), forgotten AS (
    DELETE FROM second_factor_revoked_marks USING subject WHERE ${ofSubject} AND id <> $3 AND expires_at <=
      (SELECT max(last_used_at) FROM second_factor_authenticators WHERE ${ofSubject})
  )
  INSERT INTO second_factor_revoked_marks AS m (namespace, subject_id, id, expires_at)
  SELECT $1, $2, $3, $4::bigint FROM subject
  ON CONFLICT (namespace, subject_id, id) DO UPDATE SET expires_at = GREATEST(m.expires_at, excluded.expires_at)`);
