import { ensureSubject } from "./epoch-statements.js";
import { ofSubject, statement } from "./statement.js";

const id = `browser ->> 'id'`;
const ofGiven = `${id} = $3::jsonb ->> 'id'`;

/** `$3` the browser, `$4` how many others may stay: those that were seen last. */
const store = (browser: string) =>
  statement(`
  WITH subject AS (${ensureSubject})
  INSERT INTO second_factor_accounts AS b (namespace, subject_id, browsers)
  SELECT $1, $2, jsonb_build_array($3::jsonb) WHERE (SELECT count(*) FROM subject) >= 0
  ON CONFLICT (namespace, subject_id) DO UPDATE SET browsers = (
    SELECT jsonb_agg(browser) FROM (
      SELECT ${browser} AS browser UNION ALL (
        SELECT browser FROM jsonb_array_elements(b.browsers) AS held (browser) WHERE NOT (${ofGiven})
        ORDER BY (browser ->> 'lastSeenAt')::bigint DESC, ${id} COLLATE "C" DESC LIMIT $4::int)
    ) AS kept)`);

export const keep = store("$3::jsonb");

const since = `(browser #>> '{failures,since}')::bigint`;
const count = `(browser #>> '{failures,count}')::bigint`;
const opensWindow = `${count} = 0 OR $5::bigint >= ${since} + $6::bigint`;

/** The same with one failure: `$5` now, `$6` the window in milliseconds. */
export const countFailure = store(`COALESCE((
      SELECT jsonb_set(browser, '{failures}', CASE WHEN ${opensWindow}
        THEN jsonb_build_object('since', $5::bigint, 'count', 1)
        ELSE jsonb_build_object('since', ${since}, 'count', ${count} + 1) END)
      FROM jsonb_array_elements(b.browsers) AS held (browser) WHERE ${ofGiven}), $3::jsonb)`);

const isHeld = `${id} = $3 AND browser ->> 'digest' = $4`;

/** `$3` browser, `$4` the digest it must still have, `$5` the new one, `$6` now. */
export const rotate = statement(`
  UPDATE second_factor_accounts SET browsers = (
    SELECT jsonb_agg(CASE WHEN ${isHeld}
      THEN browser || jsonb_build_object('digest', $5::text, 'rotatedAt', $6::bigint, 'lastSeenAt', $6::bigint)
      ELSE browser END)
    FROM jsonb_array_elements(browsers) AS held (browser))
  WHERE ${ofSubject} AND EXISTS (
    SELECT FROM jsonb_array_elements(browsers) AS held (browser) WHERE ${isHeld})
  RETURNING 1`);

/** `$3` ids as a JSON array, or NULL for all. Counts in the locked row, which nobody changes meanwhile. */
export const remove = statement(`
  WITH held AS MATERIALIZED (
    SELECT browsers FROM second_factor_accounts WHERE ${ofSubject} FOR UPDATE
  ), kept AS MATERIALIZED (
    SELECT jsonb_array_length(held.browsers) AS before, COALESCE((
      SELECT jsonb_agg(browser) FROM jsonb_array_elements(held.browsers) AS each (browser)
      WHERE $3::jsonb IS NOT NULL AND NOT $3::jsonb ? (${id})), '[]') AS browsers
    FROM held
  ), removed AS (
    UPDATE second_factor_accounts AS b SET browsers = kept.browsers FROM kept WHERE ${ofSubject}
  )
  SELECT COALESCE(sum(before - jsonb_array_length(browsers)), 0) AS removed FROM kept`);
