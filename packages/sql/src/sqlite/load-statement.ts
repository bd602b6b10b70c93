import { ofSubject, reads } from "./statement.js";

/**
 * Everything about a subject in one trip and one column: drivers take 5 microseconds and more for each column of an
 * answer, and each has its own idea of integers and bytes. `json()` around a part keeps it from being quoted.
 */
export const load = reads(`
  SELECT json_object(
    'epoch', epoch,
    'epochChangedAt', epoch_changed_at,
    'mustEnroll', must_enroll,
    'failures', json_object('since', failures_since, 'count', failures_count, 'inARow', failures_in_row),
    'pending', json(CASE WHEN pending_id IS NOT NULL THEN json_object(
      'id', pending_id,
      'name', pending_name,
      'parameters', json_object('algorithm', pending_algorithm, 'digits', pending_digits, 'period', pending_period),
      'sealedSecret', hex(pending_sealed_secret),
      'startedBy', pending_started_by,
      'epoch', pending_epoch,
      'expiresAt', pending_expires_at) END),
    'authenticators', json((SELECT json_group_array(json_object(
        'id', id,
        'name', name,
        'parameters', json_object('algorithm', algorithm, 'digits', digits, 'period', period),
        'sealedSecret', hex(sealed_secret),
        'lastStep', last_step,
        'createdAt', created_at,
        'lastUsedAt', last_used_at))
      FROM second_factor_authenticators WHERE ${ofSubject})),
    'recoveryCodesRemaining', (SELECT COUNT(*) FROM second_factor_recovery_codes WHERE ${ofSubject}),
    'revokedMarks', json((SELECT json_group_array(json_object('id', id, 'expiresAt', expires_at))
      FROM second_factor_revoked_marks WHERE ${ofSubject})),
    'account', json((SELECT json_array(credentials_changed_at, contact_changed_at, json(recovery), json(browsers))
      FROM second_factor_accounts WHERE ${ofSubject}))
  ) AS record
  FROM second_factor_subjects WHERE ${ofSubject}`);
