/**
 * What the records need of a database: little enough to stand on libSQL, D1, node:sqlite, and on pg or PGlite with
 * a dialect of their own. There are no interactive transactions in it, since D1 and HTTP drivers have none.
 */
export interface SqlDatabase {
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
