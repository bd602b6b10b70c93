import { queryRows } from "../query-rows.js";
import type { PostgresStatement, SqlDatabase } from "../sql-database.js";
import type { AuditRow } from "./audit-row.js";

/** Where a chain ends: the number 0 and an empty mac where it has no row yet. */
export interface Tail {
  readonly number: number;
  readonly mac: string;
  readonly keyId: string | null;
}

export async function readTail(database: SqlDatabase, namespace: string): Promise<Tail> {
  const text = `SELECT number, mac, key_id FROM second_factor_audit
    WHERE namespace = $1 ORDER BY number DESC LIMIT 1`;
  const [row] = await queryRows(database, text, [namespace]);
  if (row === undefined) return { number: 0, mac: "", keyId: null };
  return { number: Number(row.number), mac: String(row.mac), keyId: String(row.key_id) };
}

/** The mac of a row that is known by its number, or null. */
export async function readMac(
  database: SqlDatabase,
  { namespace, number }: AuditRow,
): Promise<string | null> {
  const text = "SELECT mac FROM second_factor_audit WHERE namespace = $1 AND number = $2";
  const [row] = await queryRows(database, text, [namespace, number]);
  return row === undefined ? null : String(row.mac);
}

export async function hasSigned(
  database: SqlDatabase,
  namespace: string,
  keyId: string,
): Promise<boolean> {
  const text = "SELECT 1 FROM second_factor_audit WHERE namespace = $1 AND key_id = $2 LIMIT 1";
  return (await queryRows(database, text, [namespace, keyId])).length > 0;
}

/**
 * All of the rows or none, in one statement: false where the first one's number is taken, by another process or by an
 * earlier try of this one. The primary key decides between two that come at the same moment.
 */
export async function insertRows(
  database: SqlDatabase,
  rows: readonly [AuditRow, ...AuditRow[]],
): Promise<boolean> {
  const [{ namespace, number }] = rows;
  const json = JSON.stringify(rows.map(({ keyId, mac, event }) => [keyId, mac, event]));
  const values = [namespace, number, json];
  if (database.dialect === "postgres") return insertInPostgres(database, values);
  const { changes } = await database.query({ text: sqliteInsert, values, returns: "changes" });
  return changes > 0;
}

type Postgres = Extract<SqlDatabase, { dialect: "postgres" }>;

async function insertInPostgres(
  database: Postgres,
  values: PostgresStatement["values"],
): Promise<boolean> {
  try {
    return (await database.query({ text: postgresInsert, values })).rows.length > 0;
  } catch (cause) {
    // unique_violation: somebody else was faster, after the statement had looked.
    if ((cause as { code?: unknown } | null)?.code === "23505") return false;
    throw cause;
  }
}

const free = (namespace: string, number: string) =>
  `NOT EXISTS (SELECT 1 FROM second_factor_audit WHERE namespace = ${namespace} AND number >= ${number})`;

const postgresInsert = `
  INSERT INTO second_factor_audit (namespace, number, key_id, mac, event)
  SELECT $1, $2::bigint + given.place - 1, given.part ->> 0, given.part ->> 1, given.part ->> 2
  FROM json_array_elements($3::json) WITH ORDINALITY AS given (part, place)
  WHERE ${free("$1", "$2::bigint")}
  ORDER BY given.place RETURNING number`;

const sqliteInsert = `
  INSERT INTO second_factor_audit (namespace, number, key_id, mac, event)
  SELECT ?1, ?2 + given.key, json_extract(given.value, '$[0]'), json_extract(given.value, '$[1]'),
    json_extract(given.value, '$[2]')
  FROM json_each(?3) AS given
  WHERE ${free("?1", "?2")}
  ORDER BY given.key`;
