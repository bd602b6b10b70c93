import type { SqliteDatabase, SqlResult, SqlStatement, SqlValue } from "../sql-database.js";

/** The part of `DatabaseSync` of node:sqlite that is used; `Database` of better-sqlite3 has the same. */
export interface NodeSqliteConnection {
  exec(text: string): unknown;
  prepare(text: string): NodeSqliteStatement;
}

interface NodeSqliteStatement {
  all(...values: SqlValue[]): unknown[];
  run(...values: SqlValue[]): { changes: number | bigint };
}

/**
 * Records over a synchronous SQLite connection of your own: node:sqlite (Node 22 and later, Deno, Bun). For a file set
 * `PRAGMA journal_mode = WAL` and `PRAGMA busy_timeout = 1000`, or a second process fails with SQLITE_BUSY. Use a
 * connection on which your app holds no transaction open across an `await`.
 */
export function nodeSqliteDatabase(connection: NodeSqliteConnection): SqliteDatabase {
  // Preparing takes most of the time. The records have some sixty texts, which never change.
  const known = new Map<string, NodeSqliteStatement>();

  function prepare(text: string): NodeSqliteStatement {
    const statement = known.get(text) ?? connection.prepare(text);
    if (known.size < 100) known.set(text, statement);
    return statement;
  }

  function run({ text, values, returns }: SqlStatement): SqlResult {
    const prepared = prepare(text);
    if (returns === "rows") {
      return { rows: prepared.all(...values) as Record<string, unknown>[], changes: 0 };
    }
    return { rows: [], changes: Number(prepared.run(...values).changes) };
  }

  return {
    dialect: "sqlite",
    query: async (statement) => run(statement),
    // No `await` between BEGIN and COMMIT: nothing else of this process can get in.
    async batch(statements) {
      connection.exec("BEGIN IMMEDIATE");
      try {
        const results = statements.map(run);
        connection.exec("COMMIT");
        return results;
      } catch (error) {
        rollBack(connection);
        throw error;
      }
    },
  };
}

function rollBack(connection: NodeSqliteConnection): void {
  try {
    connection.exec("ROLLBACK");
  } catch {
    // SQLite has rolled back by itself; the first error is the one to tell.
  }
}
