import { recoveryIsOver } from "../format-recovery.js";
import { noPending } from "../pending-columns.js";
import { ofSubject, writes } from "./statement.js";

/** `?3` the recovery. */
export const open = writes(`
  INSERT INTO second_factor_accounts AS a (namespace, subject_id, recovery) VALUES (?1, ?2, json(?3))
  ON CONFLICT (namespace, subject_id) DO UPDATE SET recovery = excluded.recovery
  WHERE ${recoveryIsOver((time) => time)}`);

const inState = "recovery ->> 'id' = ?3 AND recovery ->> 'state' = ?4";

/** `?3` recovery, `?4` its state, `?5` the new one, `?6` available at, `?7` expires at, `?8` who decided. */
export const change = writes(`
  UPDATE second_factor_accounts SET recovery =
    json_set(recovery, '$.state', ?5, '$.availableAt', ?6, '$.expiresAt', ?7, '$.decidedBy', ?8)
  WHERE ${ofSubject} AND ${inState}`);

const completable = `${ofSubject}
  AND EXISTS (SELECT 1 FROM second_factor_accounts WHERE ${ofSubject} AND ${inState})`;

// What a reset does. Each takes `?3` recovery, `?4` its state.
export const voidAuthenticators = writes(
  `DELETE FROM second_factor_authenticators WHERE ${completable}`,
);
export const voidCodes = writes(`DELETE FROM second_factor_recovery_codes WHERE ${completable}`);

/** `?3` recovery, `?4` its state, `?5` new epoch, `?6` now. */
export const renewEpoch = writes(`
  UPDATE second_factor_subjects SET epoch = ?5, epoch_changed_at = ?6, must_enroll = 1, ${noPending}
  WHERE ${completable}`);

/** `?3` recovery, `?4` its state. */
export const complete = writes(`
  UPDATE second_factor_accounts SET recovery = json_set(recovery, '$.state', 'completed'), browsers = NULL
  WHERE ${ofSubject} AND ${inState}`);
