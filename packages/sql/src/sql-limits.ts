import { type Limiter, type Limits, refuseOddBudget } from "@second-factor/core/stores";
import RateLimiterPostgres from "rate-limiter-flexible/lib/RateLimiterPostgres.js";
import { checkDatabase } from "./check-database.js";
import { expiredLimits } from "./limits/expired-limits.js";
import { limiterClient } from "./limits/limiter-client.js";
import { explainMissingTables } from "./missing-tables.js";
import type { SqlDatabase } from "./sql-database.js";

/**
 * Short budgets in a SQL database, shared by all processes that use it, for who has no Redis: one statement a try. Run
 * `migrate(database)` before the first use.
 *
 * Windows go by the clock of the process that counts (`Date.now`), not by the engine's: keep the clocks of several
 * machines within a second or so of each other.
 *
 * Its limiters throw ConfigurationError `budget_invalid` for a budget that is not whole.
 */
export function sqlLimits(database: SqlDatabase): Limits {
  const explained = explainMissingTables(database);
  const storeClient = limiterClient(explained);
  const expired = expiredLimits(explained);
  return {
    durability: "shared",
    check: () => checkDatabase(database),
    limiter(budget) {
      refuseOddBudget(budget);
      const { name, points, durationSeconds } = budget;
      const limiter = new RateLimiterPostgres({
        storeClient,
        storeType: "pool",
        tableName: "second_factor_limits",
        tableCreated: true,
        // A timer that never ends; expired rows go beside the tries instead.
        clearExpiredByTimeout: false,
        keyPrefix: name,
        points,
        duration: durationSeconds,
      });
      return withoutExpired(limiter, expired.clear);
    },
  };
}

/** A refused try counts too; the window is fixed, so that prolongs nothing. */
function withoutExpired(limiter: Limiter, clear: () => void): Limiter {
  return {
    consume(key) {
      clear();
      return limiter.consume(key);
    },
    get: (key) => limiter.get(key),
    delete: (key) => limiter.delete(key),
  };
}
