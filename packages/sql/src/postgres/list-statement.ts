import { statement } from "./statement.js";

/**
 * `$2` the last subject of the page before, `$3` how many subjects, `$4` now. A walk along the primary key: each page
 * costs the same, however many subjects there are and however few have a pending enrollment.
 */
export const listSealed = statement(`
  SELECT subject_id, json_build_object(
    'totp', COALESCE((SELECT json_agg(json_build_array(id, encode(sealed_secret, 'hex')) ORDER BY id)
      FROM second_factor_authenticators AS a WHERE a.namespace = $1 AND a.subject_id = s.subject_id), '[]'),
    'pending', CASE WHEN pending_expires_at > $4
      THEN json_build_array(pending_id, encode(pending_sealed_secret, 'hex')) END
  )::text AS sealed
  FROM second_factor_subjects AS s WHERE namespace = $1 AND subject_id > $2
  ORDER BY subject_id LIMIT $3`);

/** `$2` the last subject of the page before, `$3` how many. A walk along the primary key, too. */
export const listSubjects = statement(`
  SELECT subject_id, json_build_object(
    'mustEnroll', must_enroll::int,
    'authenticators', (SELECT count(*)
      FROM second_factor_authenticators AS a WHERE a.namespace = $1 AND a.subject_id = s.subject_id),
    'lastUsedAt', (SELECT COALESCE(max(last_used_at), 0)
      FROM second_factor_authenticators AS a WHERE a.namespace = $1 AND a.subject_id = s.subject_id),
    'recoveryCodesRemaining', (SELECT count(*)
      FROM second_factor_recovery_codes AS c WHERE c.namespace = $1 AND c.subject_id = s.subject_id),
    'recovery', (SELECT recovery
      FROM second_factor_accounts AS r WHERE r.namespace = $1 AND r.subject_id = s.subject_id)
  )::text AS summary
  FROM second_factor_subjects AS s WHERE namespace = $1 AND subject_id > $2
  ORDER BY subject_id LIMIT $3`);
