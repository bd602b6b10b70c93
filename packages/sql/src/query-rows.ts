import type { PostgresResult, PostgresStatement, SqlDatabase } from "./sql-database.js";

/** The rows of one statement that is the same in both dialects. Its placeholders are written `$1`, `$2`. */
export async function queryRows(
  database: SqlDatabase,
  text: string,
  values: PostgresStatement["values"] = [],
): Promise<PostgresResult["rows"]> {
  if (database.dialect === "postgres") return (await database.query({ text, values })).rows;
  const numbered = text.replace(/\$(?=\d)/g, "?");
  return (await database.query({ text: numbered, values, returns: "rows" })).rows;
}
