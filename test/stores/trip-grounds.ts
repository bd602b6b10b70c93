import { join } from "node:path";
import {
  type Limits,
  memoryRecords,
  type RecordsStore,
  type SecondFactorOptions,
} from "@second-factor/core";
import { redisLimits, redisReplay } from "@second-factor/redis";
import {
  migrate,
  openLibsql,
  type PostgresDatabase,
  postgresDatabase,
  sqlLimits,
  sqlRecords,
} from "@second-factor/sql";
import { Redis } from "ioredis6";
import pg from "pg";
import { shortMemory } from "../proofs/bank/short-memory.js";
import {
  type PostgresServer,
  type RedisServer,
  startProxy,
  type TcpProxy,
} from "../servers/index.js";
import { temporaryFolder } from "../servers/temporary-folder.js";
import { untilNothing } from "../servers/until.js";

export interface Servers {
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
}

/** A mix of stores, each of its servers behind a proxy that counts. */
export interface Ground {
  readonly engine: Partial<SecondFactorOptions>;
  readonly proxies: readonly TcpProxy[];
  /** Resolves when nothing is under way that nobody waits for. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

type Part<Stores> = Stores & Omit<Ground, "engine">;

/** Long enough for everything that is sent together, on a machine that does other things too. */
const holdReplyMs = 40;
const patient = { deadlineMilliseconds: 30_000 };

export async function redisAndPostgres(servers: Servers): Promise<Ground> {
  const redis = await behindProxy(servers.redis);
  const postgres = await throughPool(servers.postgres);
  return together([redis, postgres], {
    limits: redis.limits,
    records: sqlRecords(postgres.database),
  });
}

export async function redisAndFile(servers: Servers): Promise<Ground> {
  const redis = await behindProxy(servers.redis);
  const folder = temporaryFolder("records");
  const database = await openLibsql(`file:${join(folder.path, "records.db")}`);
  await migrate(database);
  const file = {
    proxies: [],
    settled: async () => {},
    async close() {
      database.close();
      folder.remove();
    },
  };
  return together([redis, file], { limits: redis.limits, records: sqlRecords(database) });
}

/** Redis decides the steps of records that would let everybody have them. */
export async function redisAlone(servers: Servers): Promise<Ground> {
  const redis = await behindProxy(servers.redis);
  const right = memoryRecords();
  const records: RecordsStore = {
    ...right,
    forNamespace(namespace) {
      const rows = right.forNamespace(namespace);
      return { ...rows, acceptStep: (...asked) => rows.acceptStep(...asked).then(() => true) };
    },
  };
  const { limits, client } = redis;
  // Fences stand as long as it remembers. There is one for each sixteenth of all authenticators.
  const replay = shortMemory(redisReplay(client, patient), 0.001);
  const steps = replay.forNamespace("nobody's");
  const everywhere = Array.from({ length: 400 }, (_, index) =>
    steps.acceptStep("nobody", String(index), { first: 1, last: 1 }, 0, 1).catch(() => false),
  );
  await Promise.all(everywhere);
  return together([redis], { limits, records, replay });
}

export async function postgresAlone(servers: Servers): Promise<Ground> {
  const postgres = await throughPool(servers.postgres);
  const { database } = postgres;
  return together([postgres], { limits: sqlLimits(database), records: sqlRecords(database) });
}

async function behindProxy({
  port,
}: RedisServer): Promise<Part<{ limits: Limits; client: Redis }>> {
  const proxy = await startProxy(port, { holdReplyMs });
  const client = new Redis({ port: proxy.port, host: "127.0.0.1", lazyConnect: true });
  const limits = redisLimits(client, patient);
  const budget = { name: "nobody's", points: 1, durationSeconds: 1 };
  const any = limits.limiter(budget, { now: Date.now });
  return {
    limits,
    client,
    proxies: [proxy],
    // Redis answers in order.
    settled: async () => void (await any.get("nobody")),
    async close() {
      limits.close();
      await proxy.close();
    },
  };
}

async function throughPool(server: PostgresServer): Promise<Part<{ database: PostgresDatabase }>> {
  const url = new URL(await server.createDatabase());
  const proxy = await startProxy(server.port, { holdReplyMs });
  url.port = String(proxy.port);
  const pool = new pg.Pool({ connectionString: url.href, max: 8, idleTimeoutMillis: 0 });
  const database = postgresDatabase(pool, patient);
  // Opening one takes trips of its own.
  const opened = await Promise.all(Array.from({ length: 8 }, () => pool.connect()));
  for (const connection of opened) connection.release();
  await migrate(database);
  const idle = async () => (pool.idleCount === pool.totalCount ? null : "a query is under way");
  return {
    database,
    proxies: [proxy],
    settled: () => untilNothing(idle),
    async close() {
      await pool.end();
      await proxy.close();
    },
  };
}

function together(
  parts: readonly Omit<Ground, "engine">[],
  engine: Partial<SecondFactorOptions>,
): Ground {
  return {
    // What a busy machine lets wait is not what is counted.
    engine: { ...engine, storeDeadlineMilliseconds: 30_000 },
    proxies: parts.flatMap(({ proxies }) => proxies),
    settled: async () => void (await Promise.all(parts.map((part) => part.settled()))),
    close: async () => void (await Promise.all(parts.map((part) => part.close()))),
  };
}
