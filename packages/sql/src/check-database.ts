import { type Clock, compareClocks, type StoreFinding } from "@second-factor/core/stores";
import { checkPostgres } from "./postgres/check-postgres.js";
import type { SqlDatabase } from "./sql-database.js";
import { checkSqlite } from "./sqlite/check-sqlite.js";

/** Records and limits on one database find the same about it. Never rejects. */
export async function checkDatabase(
  database: SqlDatabase,
  clock?: Clock,
): Promise<readonly StoreFinding[]> {
  const found = await (database.dialect === "postgres"
    ? checkPostgres(database)
    : checkSqlite(database));
  if (clock === undefined) return found;
  const text = timeOf[database.dialect];
  const time = async () => {
    const { rows } = await database.query({ text, values: [], returns: "rows" });
    return Number(rows[0]?.now);
  };
  return [...found, ...(await compareClocks(clock, "the database", time))];
}

/** In milliseconds since the Unix epoch. */
const timeOf = {
  postgres: "SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now",
  sqlite: "SELECT (julianday('now') - 2440587.5) * 86400000 AS now",
};
