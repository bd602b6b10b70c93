import type { StoreFinding } from "@second-factor/core/stores";
import { checkPostgres } from "./postgres/check-postgres.js";
import type { SqlDatabase } from "./sql-database.js";
import { checkSqlite } from "./sqlite/check-sqlite.js";

/** Records and limits on one database find the same about it. Never rejects. */
export function checkDatabase(database: SqlDatabase): Promise<readonly StoreFinding[]> {
  return database.dialect === "postgres" ? checkPostgres(database) : checkSqlite(database);
}
