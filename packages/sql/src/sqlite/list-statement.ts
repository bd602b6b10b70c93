import { reads } from "./statement.js";

/**
 * `?2` the last subject of the page before, `?3` how many subjects, `?4` now. A walk along the primary key: each page
 * costs the same, however many subjects there are and however few have a pending enrollment.
 */
export const listSealed = reads(`
  SELECT subject_id, json_object(
    'totp', json((SELECT json_group_array(json_array(id, hex(sealed_secret)))
      FROM second_factor_authenticators AS a WHERE a.namespace = ?1 AND a.subject_id = s.subject_id)),
    'pending', json(CASE WHEN pending_expires_at > ?4
      THEN json_array(pending_id, hex(pending_sealed_secret)) END)
  ) AS sealed
  FROM second_factor_subjects AS s WHERE namespace = ?1 AND subject_id > ?2
  ORDER BY subject_id LIMIT ?3`);

/** `?2` the last subject of the page before, `?3` how many. A walk along the primary key, too. */
export const listSubjects = reads(`
  SELECT subject_id, json_object(
    'mustEnroll', must_enroll,
    'authenticators', (SELECT COUNT(*)
      FROM second_factor_authenticators AS a WHERE a.namespace = ?1 AND a.subject_id = s.subject_id),
    'lastUsedAt', (SELECT COALESCE(MAX(last_used_at), 0)
      FROM second_factor_authenticators AS a WHERE a.namespace = ?1 AND a.subject_id = s.subject_id),
    'recoveryCodesRemaining', (SELECT COUNT(*)
      FROM second_factor_recovery_codes AS c WHERE c.namespace = ?1 AND c.subject_id = s.subject_id),
    'recovery', json((SELECT recovery
      FROM second_factor_accounts AS r WHERE r.namespace = ?1 AND r.subject_id = s.subject_id))
  ) AS summary
  FROM second_factor_subjects AS s WHERE namespace = ?1 AND subject_id > ?2
  ORDER BY subject_id LIMIT ?3`);
