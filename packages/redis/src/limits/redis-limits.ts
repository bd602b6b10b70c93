import { type Limiter, type Limits, refuseOddBudget } from "@second-factor/core/stores";
import RateLimiterRedis from "rate-limiter-flexible/lib/RateLimiterRedis.js";
import { checkServer } from "../check/check-server.js";
import type { RedisClient } from "../clients/client-shapes.js";
import { connectionTo, type RedisOptions } from "../clients/connection-to.js";
import { consumeScript } from "./budget-scripts.js";
import { rateLimiterClient } from "./rate-limiter-client.js";
import { watchForLoss } from "./watch-for-loss.js";

export interface RedisLimits extends Limits {
  /** Ends the connection, which is opened again where the limits are used after all. */
  close(): void;
}

/**
 * Short budgets on Redis, shared by all processes: `RateLimiterRedis` of rate-limiter-flexible over a connection of our
 * own that is like the client's. Nothing is opened before the first use. Windows are measured by the clock of Redis.
 *
 * @throws ConfigurationError `limits_invalid` or `store_client_unsafe`
 */
export function redisLimits(client: RedisClient, options: RedisOptions = {}): RedisLimits {
  const connection = connectionTo(
    client,
    { store: "redisLimits", code: "limits_invalid" },
    options,
  );
  const watch = watchForLoss(connection);
  return {
    durability: "shared",
    check: (clock) => checkServer(connection, "limits", clock),
    watch: watch.listen,
    limiter(budget, clock) {
      refuseOddBudget(budget);
      const { name, points, durationSeconds } = budget;
      const limiter: Limiter = new RateLimiterRedis({
        storeClient: rateLimiterClient(connection, durationSeconds),
        useRedisPackage: true,
        keyPrefix: name,
        points,
        duration: durationSeconds,
        customIncrTtlLuaScript: consumeScript.text,
      });
      return {
        consume(key) {
          watch.look(clock);
          return limiter.consume(key);
        },
        get: (key) => limiter.get(key),
        delete: (key) => limiter.delete(key),
      };
    },
    close: () => connection.close(),
  };
}
