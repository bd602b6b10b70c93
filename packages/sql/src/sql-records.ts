import type { Records, RecordsStore } from "@second-factor/core/stores";
import { checkDatabase } from "./check-database.js";
import { explainMissingTables } from "./missing-tables.js";
import { postgresRecords } from "./postgres/postgres-records.js";
import type { SqlDatabase } from "./sql-database.js";
import { sqliteRecords } from "./sqlite/sqlite-records.js";

/**
 * Records in a SQL database: durable, and shared by all processes that use it. Run `migrate(database)` before the
 * first use. Every verdict is one trip: one statement on PostgreSQL, one statement or one batch on SQLite.
 */
export function sqlRecords(database: SqlDatabase): RecordsStore {
  const explained = explainMissingTables(database);
  return {
    durability: "durable",
    check: (clock) => checkDatabase(database, clock),
    forNamespace: (namespace) => recordsOf(explained, namespace),
  };
}

function recordsOf(database: SqlDatabase, namespace: string): Records {
  return database.dialect === "postgres"
    ? postgresRecords(database, namespace)
    : sqliteRecords(database, namespace);
}
