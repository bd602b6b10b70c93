import type { PostgresDatabase, PostgresResult } from "../sql-database.js";

/** The part of `PGlite` of @electric-sql/pglite that is used. */
export interface PgliteConnection {
  query(text: string, values: unknown[]): Promise<PostgresResult>;
}

/** Records and limits over PGlite: PostgreSQL inside this process, for one process, for development and tests. */
export function pgliteDatabase(pglite: PgliteConnection): PostgresDatabase {
  return {
    dialect: "postgres",
    query: ({ text, values }) => pglite.query(text, [...values]),
  };
}
