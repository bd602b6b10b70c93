import { recoveryIsOver } from "../format-recovery.js";
import { noPending } from "../pending-columns.js";
import { ensureSubject, voidHeld } from "./epoch-statements.js";
import { epochSeen, ofSubject, statement } from "./statement.js";

/** `$3` the recovery. */
export const open = statement(`
  WITH subject AS (${ensureSubject})
  INSERT INTO second_factor_accounts AS a (namespace, subject_id, recovery)
  SELECT $1, $2, $3::jsonb WHERE (SELECT count(*) FROM subject) >= 0
  ON CONFLICT (namespace, subject_id) DO UPDATE SET recovery = excluded.recovery
  WHERE ${recoveryIsOver((time) => `(${time})::bigint`)}
  RETURNING 1`);

const inState = "recovery ->> 'id' = $3 AND recovery ->> 'state' = $4";

/** `$3` recovery, `$4` its state, `$5` the fields that change, as JSON. */
export const change = statement(`
  UPDATE second_factor_accounts SET recovery = recovery || $5::jsonb
  WHERE ${ofSubject} AND ${inState} RETURNING 1`);

/**
 * `$3` recovery, `$4` its state, `$5` new epoch, `$6` now. The state is checked on the locked row. No row where it is
 * right and the epoch changed while this one waited, as with `requireEnrollment`.
 */
export const complete = statement(`
  WITH subject AS MATERIALIZED (
    SELECT epoch FROM second_factor_subjects WHERE ${ofSubject} FOR UPDATE
  ), held AS MATERIALIZED (
    SELECT subject.epoch FROM second_factor_accounts AS a CROSS JOIN subject
    WHERE ${ofSubject} AND ${inState} FOR UPDATE OF a
  ), changed AS (
    UPDATE second_factor_subjects AS s SET epoch = $5, epoch_changed_at = $6, must_enroll = TRUE, ${noPending}
    FROM held WHERE ${ofSubject} AND held.epoch = ${epochSeen}
    RETURNING 1
  ), ${voidHeld("changed")}, completed AS (
    UPDATE second_factor_accounts SET recovery = recovery || '{"state": "completed"}', browsers = NULL
    FROM changed WHERE ${ofSubject}
  )
  SELECT (SELECT count(*) FROM changed) AS completed
  WHERE EXISTS (SELECT FROM changed) OR NOT EXISTS (SELECT FROM held)`);
