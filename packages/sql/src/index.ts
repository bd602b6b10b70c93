export { migrate } from "./migrate.js";
export { type PgliteConnection, pgliteDatabase } from "./postgres/pglite-database.js";
export {
  type PostgresConnection,
  type PostgresOptions,
  type PostgresPool,
  postgresDatabase,
} from "./postgres/postgres-database.js";
export { postgresSchema } from "./postgres/postgres-schema.js";
export type {
  PostgresDatabase,
  PostgresResult,
  PostgresStatement,
  SqlDatabase,
  SqliteDatabase,
  SqlResult,
  SqlStatement,
  SqlValue,
} from "./sql-database.js";
export { sqlLimits } from "./sql-limits.js";
export { sqlRecords } from "./sql-records.js";
export { type D1Binding, d1Database } from "./sqlite/d1-database.js";
export { type LibsqlClient, libsqlDatabase } from "./sqlite/libsql-database.js";
export { type NodeSqliteConnection, nodeSqliteDatabase } from "./sqlite/node-sqlite-database.js";
export { type OpenedLibsql, type OpenLibsqlOptions, openLibsql } from "./sqlite/open-libsql.js";
export { sqliteSchema } from "./sqlite/sqlite-schema.js";
