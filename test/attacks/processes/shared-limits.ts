import type { Limits } from "@second-factor/core";
import type { LimiterState } from "@second-factor/core/stores";
import type { SqliteDatabase } from "@second-factor/sql";

const table = `CREATE TABLE IF NOT EXISTS budgets (
  key TEXT PRIMARY KEY, ends_at INTEGER NOT NULL, consumed INTEGER NOT NULL
)`;

/** One statement, so that no two processes spend the same point. It changes nothing where the budget is spent. */
const spend = `INSERT INTO budgets (key, ends_at, consumed) VALUES (?1, ?2 + ?3, 1)
  ON CONFLICT (key) DO UPDATE SET
    consumed = iif(ends_at <= ?2, 1, consumed + 1),
    ends_at = iif(ends_at <= ?2, ?2 + ?3, ends_at)
  WHERE ends_at <= ?2 OR consumed < ?4
  RETURNING ends_at, consumed`;

const look = "SELECT ends_at, consumed FROM budgets WHERE key = ?1 AND ends_at > ?2";

export async function layBudgets(database: SqliteDatabase): Promise<void> {
  await database.query({ text: table, values: [], returns: "changes" });
}

/** Budgets that processes share through the file they share anyway: what Redis is for elsewhere. */
export function sharedLimits(database: SqliteDatabase): Limits {
  return {
    durability: "shared",
    limiter({ name, points, durationSeconds }, clock) {
      const state = (row: Readonly<Record<string, unknown>>, now: number): LimiterState => ({
        remainingPoints: points - Number(row.consumed),
        consumedPoints: Number(row.consumed),
        msBeforeNext: Number(row.ends_at) - now,
      });
      const find = async (key: string, now: number) => {
        const values = [`${name} ${key}`, now];
        const { rows } = await database.query({ text: look, values, returns: "rows" });
        return rows[0] === undefined ? null : state(rows[0], now);
      };
      return {
        async consume(key) {
          const now = clock.now();
          const values = [`${name} ${key}`, now, durationSeconds * 1000, points];
          const { rows } = await database.query({ text: spend, values, returns: "rows" });
          if (rows[0] !== undefined) return state(rows[0], now);
          const refused = await find(key, now);
          throw refused ?? new Error("The budget was reset in between.");
        },
        get: (key) => find(key, clock.now()),
        async delete(key) {
          const text = "DELETE FROM budgets WHERE key = ?1";
          const values = [`${name} ${key}`];
          return (await database.query({ text, values, returns: "changes" })).changes > 0;
        },
      };
    },
  };
}
