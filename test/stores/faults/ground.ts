import { redisLimits } from "@second-factor/redis";
import { migrate, postgresDatabase, sqlRecords } from "@second-factor/sql";
import pg from "pg";
import { redisAt } from "../../attacks/servers/redis-at.js";
import {
  type PostgresServer,
  type RedisServer,
  startProxy,
  startRedis,
  type TcpProxy,
} from "../../servers/index.js";
import { type Testbed, type VariantName, variants } from "../../testbed/index.js";
import type { Fault } from "./fault.js";

/** How long a store may take here: long enough for a busy machine, short enough for many faults. */
export const deadlineMilliseconds = 500;

/** An app with its budgets in Redis and its records in Postgres, both behind a network that can be broken. */
export interface Ground {
  readonly bed: Testbed;
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
  readonly toRedis: TcpProxy;
  readonly toPostgres: TcpProxy;
  readonly pool: pg.Pool;
  /** Past the network, for those who break things from the other side. */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export async function startGround(
  variant: VariantName,
  postgres: PostgresServer,
  { settings = {}, prepare }: Pick<Fault, "settings" | "prepare"> = {},
): Promise<Ground> {
  const redis = await startRedis({ settings });
  await prepare?.(redis);
  const toRedis = await startProxy(redis.port);
  const toPostgres = await startProxy(postgres.port);
  const databaseUrl = await postgres.createDatabase();
  const through = new URL(databaseUrl);
  through.port = String(toPostgres.port);
  const pool = new pg.Pool({
    connectionString: through.href,
    max: 10,
    connectionTimeoutMillis: deadlineMilliseconds,
  });
  const options = { deadlineMilliseconds };
  const limits = redisLimits(redisAt(toRedis.port), options);
  const database = postgresDatabase(pool, options);
  await migrate(database);
  const bed = await variants
    .find(({ name }) => name === variant)!
    .start({
      engine: {
        records: sqlRecords(database),
        limits,
        storeDeadlineMilliseconds: deadlineMilliseconds,
      },
    });
  return {
    bed,
    redis,
    postgres,
    toRedis,
    toPostgres,
    pool,
    databaseUrl,
    async close() {
      await bed.close();
      limits.close();
      // A connection that was lost on the way never says that it has ended.
      toPostgres.cutAll();
      await pool.end();
      await toRedis.close();
      await toPostgres.close();
      await redis.close();
    },
  };
}
