import type { SqlDatabase } from "./sql-database.js";

/** The same database; where the tables are missing, the error says what to do about it. */
export function explainMissingTables(database: SqlDatabase): SqlDatabase {
  return {
    dialect: database.dialect,
    query: (statement) => database.query(statement).catch(rethrow),
    batch: (statements) => database.batch(statements).catch(rethrow),
  };
}

function rethrow(cause: unknown): never {
  const message = cause instanceof Error ? cause.message : "";
  if (!/no such table: \S*second_factor_/.test(message)) throw cause;
  throw new Error(
    "The database does not have the tables of @second-factor/sql: run migrate(database) once, " +
      "or schema/sqlite.sql of the package.",
    { cause },
  );
}
