import { ofSubject, statement } from "./statement.js";

/**
 * Everything about a subject in one trip and one column of text: drivers take time for each column of an answer, and
 * each has its own idea of BIGINT, BYTEA and JSON.
 */
export const load = statement(`
  SELECT json_build_object(
    'epoch', epoch,
    'epochChangedAt', epoch_changed_at,
    'mustEnroll', must_enroll::int,
    'failures', json_build_object('since', failures_since, 'count', failures_count, 'inARow', failures_in_row),
    'pending', CASE WHEN pending_id IS NOT NULL THEN json_build_object(
      'id', pending_id,
      'name', pending_name,
      'parameters',
        json_build_object('algorithm', pending_algorithm, 'digits', pending_digits, 'period', pending_period),
      'sealedSecret', encode(pending_sealed_secret, 'hex'),
      'startedBy', pending_started_by,
      'epoch', pending_epoch,
      'expiresAt', pending_expires_at) END,
    'authenticators', COALESCE((SELECT json_agg(json_build_object(
        'id', id,
        'name', name,
        'parameters', json_build_object('algorithm', algorithm, 'digits', digits, 'period', period),
        'sealedSecret', encode(sealed_secret, 'hex'),
        'lastStep', last_step,
        'createdAt', created_at,
        'lastUsedAt', last_used_at))
      FROM second_factor_authenticators WHERE ${ofSubject}), '[]'),
    'recoveryCodesRemaining', (SELECT count(*) FROM second_factor_recovery_codes WHERE ${ofSubject}),
    'revokedMarks', COALESCE((SELECT json_agg(json_build_object('id', id, 'expiresAt', expires_at))
      FROM second_factor_revoked_marks WHERE ${ofSubject}), '[]'),
    'account', (SELECT json_build_array(credentials_changed_at, contact_changed_at, recovery, browsers)
      FROM second_factor_accounts WHERE ${ofSubject})
  )::text AS record
  FROM second_factor_subjects WHERE ${ofSubject}`);
