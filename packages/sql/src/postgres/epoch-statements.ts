import { noPending } from "../pending-columns.js";
import { voidCodes } from "./recovery-statements.js";
import { epochSeen, ofSubject, statement } from "./statement.js";

/** A part: a subject nobody has seen gets its row. It locks nothing where there is one; name it, so that it runs first. */
export const ensureSubject = `
    INSERT INTO second_factor_subjects (namespace, subject_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1`;

const renew = `
  INSERT INTO second_factor_subjects (namespace, subject_id, epoch, epoch_changed_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (namespace, subject_id) DO UPDATE SET
    epoch = excluded.epoch, epoch_changed_at = excluded.epoch_changed_at`;

/** `$3` new epoch, `$4` now. */
export const renewEpoch = statement(renew);

/** The same, because the credentials changed. */
export const renewEpochForCredentials = statement(`
  WITH renewed AS (${renew} RETURNING 1)
  INSERT INTO second_factor_accounts (namespace, subject_id, credentials_changed_at)
  SELECT $1, $2, $4::bigint FROM renewed
  ON CONFLICT (namespace, subject_id) DO UPDATE SET credentials_changed_at = excluded.credentials_changed_at`);

/** `$3` now. */
export const contactChanged = statement(`
  WITH subject AS (${ensureSubject})
  INSERT INTO second_factor_accounts (namespace, subject_id, contact_changed_at)
  SELECT $1, $2, $3::bigint WHERE (SELECT count(*) FROM subject) >= 0
  ON CONFLICT (namespace, subject_id) DO UPDATE SET contact_changed_at = excluded.contact_changed_at`);

/** Parts that remove authenticators and recovery codes, where `condition` has one. */
export const voidHeld = (condition: string) => `
  authenticators AS (
    DELETE FROM second_factor_authenticators USING ${condition} WHERE ${ofSubject}
  ), codes AS (
    ${voidCodes} USING ${condition} WHERE ${ofSubject}
  )`;

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
  ), ${voidHeld("changed")}, browsers AS (
    UPDATE second_factor_accounts SET browsers = NULL FROM changed WHERE ${ofSubject}
  )
  SELECT 1 FROM changed`);

/** No row where the epoch changed while this one waited: it would not see an authenticator that was added meanwhile. */
export const demandEnrollment = statement(`
  WITH demanded AS (
    INSERT INTO second_factor_subjects AS s (namespace, subject_id, must_enroll) VALUES ($1, $2, TRUE)
    ON CONFLICT (namespace, subject_id) DO UPDATE SET must_enroll = TRUE
    WHERE NOT s.must_enroll AND s.epoch = ${epochSeen}
      AND NOT EXISTS (SELECT FROM second_factor_authenticators WHERE ${ofSubject})
    RETURNING 1
  ), refused AS MATERIALIZED (
    SELECT epoch FROM second_factor_subjects
    WHERE ${ofSubject} AND NOT EXISTS (SELECT FROM demanded) FOR UPDATE
  )
  SELECT (SELECT count(*) FROM demanded) AS demanded
  WHERE EXISTS (SELECT FROM demanded) OR EXISTS (SELECT FROM refused WHERE epoch = ${epochSeen})`);

/**
 * `$3` mark, `$4` its expiry. The subject gets its row where it has none. No method tells the time here, but an
 * acceptance did: what expired before it has certainly expired. Only a row that was inserted has no `xmax`.
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
  ON CONFLICT (namespace, subject_id, id) DO UPDATE SET expires_at = GREATEST(m.expires_at, excluded.expires_at)
  RETURNING (m.xmax = 0)::int AS revoked`);
