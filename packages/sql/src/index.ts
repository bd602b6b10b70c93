export type {
  AuditChainVerdict,
  AuditFault,
  AuditFaultKind,
  AuditVerdict,
} from "./audit/audit-verdict.js";
export type { Checkpoint } from "./audit/checkpoint.js";
export { type SqlAuditLog, type SqlAuditLogOptions, sqlAuditLog } from "./audit/sql-audit-log.js";
export { type VerifyAuditLogOptions, verifyAuditLog } from "./audit/verify-audit-log.js";
export { installedSchemaVersion } from "./check-findings.js";
export { migrate } from "./migrate.js";
export { type PgliteConnection, pgliteDatabase } from "./postgres/pglite-database.js";
export {
  type PostgresConnection,
  type PostgresOptions,
  type PostgresPool,
  postgresDatabase,
} from "./postgres/postgres-database.js";
export { postgresSchema } from "./postgres/postgres-schema.js";
export { schemaVersion } from "./schema-version.js";
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
