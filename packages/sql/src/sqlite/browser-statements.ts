import { ofSubject, reads, writes } from "./statement.js";

/** The browsers but that of `id`, of which at most so many stay as a limit says: those that were seen last. */
const others = (id: string, limit: string) => `
  SELECT value FROM (
    SELECT value FROM json_each(b.browsers) WHERE value ->> 'id' <> ${id}
    ORDER BY value ->> 'lastSeenAt' DESC, value ->> 'id' DESC LIMIT ${limit})`;

const store = (browser: string) => `
  INSERT INTO second_factor_accounts AS b (namespace, subject_id, browsers) VALUES (?1, ?2, json_array(json(?3)))
  ON CONFLICT (namespace, subject_id) DO UPDATE SET browsers = (
    SELECT json_group_array(json(value))
    FROM (SELECT ${browser} AS value UNION ALL ${others("?3 ->> 'id'", "?4")}))`;

/** `?3` the browser, `?4` how many others may stay. */
export const keep = writes(store("?3"));

const count = "value ->> '$.failures.count'";
const since = "value ->> '$.failures.since'";
const opensWindow = `${count} = 0 OR ?5 >= ${since} + ?6`;

/** `?3` the browser with one failure, `?4` how many others may stay, `?5` now, `?6` the window in milliseconds. */
export const countFailure = writes(
  store(`COALESCE((
      SELECT json_set(value,
        '$.failures.since', CASE WHEN ${opensWindow} THEN ?5 ELSE ${since} END,
        '$.failures.count', CASE WHEN ${opensWindow} THEN 1 ELSE ${count} + 1 END)
      FROM json_each(b.browsers) WHERE value ->> 'id' = ?3 ->> 'id'), ?3)`),
);

const held = "value ->> 'id' = ?3 AND value ->> 'digest' = ?4";

/** `?3` browser, `?4` the digest it must still have, `?5` the new one, `?6` now. */
export const rotate = writes(`
  UPDATE second_factor_accounts SET browsers = (
    SELECT json_group_array(json(CASE WHEN ${held}
      THEN json_set(value, '$.digest', ?5, '$.rotatedAt', ?6, '$.lastSeenAt', ?6) ELSE value END))
    FROM json_each(browsers))
  WHERE ${ofSubject} AND EXISTS (SELECT 1 FROM json_each(browsers) WHERE ${held})`);

// `?3` ids as a JSON array, or NULL for all.
const named = "?3 IS NULL OR value ->> 'id' IN (SELECT value FROM json_each(?3))";

export const countNamed = reads(`
  SELECT COUNT(*) AS named FROM second_factor_accounts AS b, json_each(b.browsers)
  WHERE ${ofSubject} AND (${named})`);
export const removeNamed = writes(`
  UPDATE second_factor_accounts SET browsers = (
    SELECT json_group_array(json(value)) FROM json_each(browsers) WHERE NOT (${named}))
  WHERE ${ofSubject}`);
