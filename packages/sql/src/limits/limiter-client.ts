import type { LimiterClient } from "rate-limiter-flexible/lib/RateLimiterPostgres.js";
import { queryRows } from "../query-rows.js";
import type { SqlDatabase } from "../sql-database.js";

/**
 * What rate-limiter-flexible takes for a pool of `pg`, over a database of either dialect: its three statements are the
 * same in both but for the placeholders.
 */
export function limiterClient(database: SqlDatabase): LimiterClient {
  return {
    async query({ text, values }) {
      const rows = await queryRows(database, withRows(text), values);
      return { rows: rows.map(withNumbers), rowCount: rows.length };
    },
  };
}

/** Drivers differ in how they tell what a deletion changed; what it returns, all tell alike. */
const withRows = (text: string) => (/^\s*DELETE\b/.test(text) ? `${text} RETURNING key` : text);

/** A BIGINT comes as text from some drivers, and the library compares it with a number. */
function withNumbers(row: Readonly<Record<string, unknown>>): object {
  const { points, expire } = row;
  return { points: Number(points), expire: Number(expire) };
}
