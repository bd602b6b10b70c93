export { type D1Binding, d1Database } from "./d1-database.js";
export { type LibsqlClient, libsqlDatabase } from "./libsql-database.js";
export { migrate } from "./migrate.js";
export { type NodeSqliteConnection, nodeSqliteDatabase } from "./node-sqlite-database.js";
export { type OpenedLibsql, type OpenLibsqlOptions, openLibsql } from "./open-libsql.js";
export type { SqlDatabase, SqlResult, SqlStatement, SqlValue } from "./sql-database.js";
export { sqlRecords } from "./sql-records.js";
export { sqliteSchema } from "./sqlite-schema.js";
