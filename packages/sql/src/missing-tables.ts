import type { SqlDatabase } from "./sql-database.js";

/** The same database; where the tables are missing, the error says what to do about it. */
export function explainMissingTables<Database extends SqlDatabase>(database: Database): Database;
export function explainMissingTables(database: SqlDatabase): SqlDatabase {
  if (database.dialect === "postgres") {
    return {
      dialect: "postgres",
      query: (statement) => database.query(statement).catch(rethrow),
    };
  }
  return {
    dialect: "sqlite",
    query: (statement) => database.query(statement).catch(rethrow),
    batch: (statements) => database.batch(statements).catch(rethrow),
  };
}

/** Servers speak many languages, so PostgreSQL's code counts and not its words. */
export function isMissingTable(cause: unknown): boolean {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return code === "42P01" || /no such table: \S*second_factor_/.test(String(message));
}

function rethrow(cause: unknown): never {
  if (!isMissingTable(cause)) throw cause;
  throw new Error(
    "The database does not have the tables of @second-factor/sql: run migrate(database) once, " +
      "or the file for its dialect in the package's folder schema/.",
    { cause },
  );
}
