import type { KeyRing } from "@second-factor/core";
import type { SqlDatabase } from "@second-factor/sql";
import { macOfRow } from "../../src/audit/audit-row.js";
import { queryRows } from "../../src/query-rows.js";

export const audit = "second_factor_audit";

export async function execute(
  database: SqlDatabase,
  text: string,
  values: readonly (string | number)[] = [],
): Promise<void> {
  if (database.dialect === "postgres") await database.query({ text, values });
  else {
    const numbered = text.replace(/\$(?=\d)/g, "?");
    await database.query({ text: numbered, values, returns: "changes" });
  }
}

/** By way of numbers that nobody has: rows in between may not have the same number for a moment. */
export async function shift(database: SqlDatabase, from: number, by: number): Promise<void> {
  const far = 1_000_000_000;
  await execute(database, `UPDATE ${audit} SET number = number + $1 WHERE number >= $2`, [
    far,
    from,
  ]);
  await execute(database, `UPDATE ${audit} SET number = number - $1 WHERE number >= $2`, [
    far - by,
    far,
  ]);
}

/** From there to the end, with other events, as the log itself would write them with that key. */
export async function rewrite(database: SqlDatabase, from: number, keys: KeyRing, keyId: string) {
  const rows = await queryRows(
    database,
    `SELECT namespace, number, mac, event FROM ${audit} WHERE number >= $1 ORDER BY number`,
    [from - 1],
  );
  const [before, ...after] = rows;
  let previous = from === 1 ? "" : String(before?.mac);
  const updates: Update[] = [];
  for (const row of from === 1 ? rows : after) {
    const number = Number(row.number);
    const written = String(row.event).replace("success", "failure");
    const linked = { namespace: String(row.namespace), number, event: written };
    previous = (await macOfRow(keys, keyId, linked, previous)) ?? "";
    updates.push([keyId, previous, written, number]);
  }
  await update(database, updates);
}

type Update = readonly [keyId: string, mac: string, event: string, number: number];

async function update(database: SqlDatabase, updates: readonly Update[]): Promise<void> {
  for (let at = 0; at < updates.length; at += 1000) {
    const given = JSON.stringify(updates.slice(at, at + 1000));
    await execute(database, updateAll[database.dialect], [given]);
  }
}

const written =
  "ON CONFLICT (namespace, number) DO UPDATE SET key_id = excluded.key_id, mac = excluded.mac, event = excluded.event";

/** Row by row a million would take all day. */
const updateAll = {
  postgres: `INSERT INTO ${audit} (namespace, key_id, mac, event, number)
    SELECT 'default', part ->> 0, part ->> 1, part ->> 2, (part ->> 3)::bigint
    FROM json_array_elements($1::json) AS given (part) WHERE TRUE ${written}`,
  sqlite: `INSERT INTO ${audit} (namespace, key_id, mac, event, number)
    SELECT 'default', json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
      json_extract(value, '$[3]') FROM json_each(?1) WHERE TRUE ${written}`,
};
