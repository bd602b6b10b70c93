/**
 * What records and limits need of a database: little enough to stand on libSQL, D1, node:sqlite, pg, PGlite and the
 * HTTP drivers of serverless platforms. There are no interactive transactions in it, since those have none.
 */
export type SqlDatabase = SqliteDatabase | PostgresDatabase;

export interface PostgresDatabase {
  readonly dialect: "postgres";
  /** One statement in one trip, sent once: rejects where nobody knows what became of it, and never tries again. */
  query(statement: PostgresStatement): Promise<PostgresResult>;
}

export interface PostgresStatement {
  /** With `$1`, `$2` and so on, each as often as it is needed. Short, and always the same few texts. */
  readonly text: string;
  /** Numbers are safe integers. */
  readonly values: readonly (string | number | null)[];
}

export interface PostgresResult {
  /** By the names of their columns; a BIGINT may be a number, a bigint or text. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface SqliteDatabase {
  readonly dialect: "sqlite";
  /** One statement in one trip. */
  query(statement: SqlStatement): Promise<SqlResult>;
  /**
   * All of them in order or none at all, in one trip, with no other writer in between. Must take the write lock
   * before the first statement: a transaction that begins by reading and writes later fails under load.
   */
  batch(statements: readonly SqlStatement[]): Promise<readonly SqlResult[]>;
}

export interface SqlStatement {
  /** With `?1`, `?2` and so on, each as often as it is needed. */
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** Whether it answers with rows or with how many it changed; some drivers must be told. */
  readonly returns: "rows" | "changes";
}

/** Numbers are safe integers. */
export type SqlValue = string | number | Uint8Array | null;

export interface SqlResult {
  /** Empty for a statement that returns changes. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows that were changed; not defined for a statement that returns rows. */
  readonly changes: number;
}
