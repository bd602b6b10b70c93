import { ConfigurationError } from "@second-factor/core";
import type { SqliteDatabase, SqlResult, SqlStatement } from "../sql-database.js";

/** The part of a D1 binding that is used. */
export interface D1Binding {
  prepare(text: string): D1Statement;
  batch(statements: D1Statement[]): Promise<D1Answer[]>;
}

interface D1Statement {
  bind(...values: unknown[]): D1Statement;
  run(): Promise<D1Answer>;
}

interface D1Answer {
  readonly results?: readonly unknown[] | null;
  readonly meta: { readonly changes?: number };
}

/**
 * Records over a D1 binding, which exists only inside a request: create the engine there. Lay the tables with
 * `wrangler d1 execute NAME --file node_modules/@second-factor/sql/schema/sqlite.sql`, or with `migrate`.
 *
 * @throws ConfigurationError `records_invalid` where the binding is missing
 */
export function d1Database(binding: D1Binding): SqliteDatabase {
  if (typeof binding?.prepare !== "function" || typeof binding.batch !== "function") {
    const given = binding === undefined || binding === null ? "nothing" : "something else";
    throw new ConfigurationError(
      "records_invalid",
      `d1Database was given ${given} and no D1 database.`,
      'Pass the binding as it is called in wrangler.jsonc, env.DB for instance: "d1_databases": [{ "binding": "DB", "database_name": "…", "database_id": "…" }].',
    );
  }
  const prepare = ({ text, values }: SqlStatement) => binding.prepare(text).bind(...values);
  return {
    dialect: "sqlite",
    async query(statement) {
      return toResult(await prepare(statement).run());
    },
    async batch(statements) {
      const answers = await binding.batch(statements.map(prepare));
      return answers.map(toResult);
    },
  };
}

const toResult = ({ results, meta }: D1Answer): SqlResult => ({
  rows: (results ?? []) as readonly Record<string, unknown>[],
  changes: meta.changes ?? 0,
});
