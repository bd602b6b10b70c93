import type { SqliteDatabase, SqlStatement, SqlValue } from "../sql-database.js";

/** The part of a client of `@libsql/client` that is used: embedded file, Turso over HTTP, or an embedded replica. */
export interface LibsqlClient {
  execute(statement: LibsqlStatement): Promise<LibsqlResult>;
  batch(statements: LibsqlStatement[], mode: "write"): Promise<LibsqlResult[]>;
}

interface LibsqlStatement {
  sql: string;
  args: SqlValue[];
}

interface LibsqlResult {
  readonly rows: readonly object[];
  readonly rowsAffected: number;
}

/**
 * Records over a libSQL client of your own. For a file give the client a `timeout` and set
 * `PRAGMA journal_mode = WAL` once, or a second process fails with SQLITE_BUSY; `openLibsql` does both.
 */
export function libsqlDatabase(client: LibsqlClient): SqliteDatabase {
  return {
    dialect: "sqlite",
    async query(statement) {
      return toResult(await client.execute(toLibsql(statement)));
    },
    async batch(statements) {
      const results = await client.batch(statements.map(toLibsql), "write");
      return results.map(toResult);
    },
  };
}

const toLibsql = ({ text, values }: SqlStatement): LibsqlStatement => ({
  sql: text,
  args: [...values],
});

const toResult = ({ rows, rowsAffected }: LibsqlResult) => ({
  rows: rows as readonly Record<string, unknown>[],
  changes: rowsAffected,
});
