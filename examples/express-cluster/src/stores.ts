import { once } from "node:events";
import { redisLimits } from "@second-factor/redis";
import { postgresDatabase, sqlRecords } from "@second-factor/sql";
import { RedisStore } from "connect-redis";
import { Pool } from "pg";
import { createClient } from "redis";
import { postgresLedger } from "./postgres-ledger.js";
import type { Settings } from "./settings.js";

/** What all workers share: what must last is in Postgres, what may run out is in Redis. */
export async function openStores({ databaseUrl, redisUrl }: Settings) {
  // Eight processes with ten connections each fit into Postgres's hundred; one that can't be had in time is an error.
  const pool = new Pool({ connectionString: databaseUrl, max: 10, connectionTimeoutMillis: 2000 });
  const redis = createClient({ url: redisUrl, disableOfflineQueue: true });
  // Whoever asks a server that is gone is told so; the client looks for it again by itself, as the pool does.
  redis.on("error", () => undefined);
  redis.connect().catch(() => undefined);
  // Connected, or known not to be: the engine's own look at the server says why.
  await once(redis, "ready").catch(() => undefined);

  const database = postgresDatabase(pool);
  const limits = redisLimits(redis);
  return {
    pool,
    database,
    records: sqlRecords(database),
    limits,
    ledger: postgresLedger(pool),
    sessions: new RedisStore({ client: redis, prefix: "bank-session:" }),
    async close() {
      limits.close();
      redis.destroy();
      await pool.end();
    },
  };
}
