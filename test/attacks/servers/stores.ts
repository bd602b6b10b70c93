import type { Limits, RecordsStore, ReplayStore } from "@second-factor/core";
import pg from "pg";

type House = typeof import("./house.js");

/** What is tested is who wins, not how long a crowded test machine takes. */
export const patience = 30_000;

export interface RedisStores {
  readonly limits: Limits;
  readonly replay: ReplayStore;
  close(): void;
}

/** Stores on whatever a client of Redis leads to. They connect like it, and it never does. */
export function redisStores(
  { redisLimits, redisReplay }: House,
  client: Parameters<House["redisLimits"]>[0],
  deadlineMilliseconds = patience,
): RedisStores {
  const options = { deadlineMilliseconds };
  const limits = redisLimits(client, options);
  // The connection is the same one.
  return { limits, replay: redisReplay(client, options), close: () => limits.close() };
}

export interface PostgresStores {
  readonly records: RecordsStore;
  migrate(): Promise<void>;
  close(): Promise<void>;
}

export function postgresStores(house: House, url: string): PostgresStores {
  const pool = new pg.Pool({ connectionString: url, max: 5, connectionTimeoutMillis: patience });
  const options = { deadlineMilliseconds: patience, maxWaiting: 1000 };
  const database = house.postgresDatabase(pool, options);
  return {
    records: house.sqlRecords(database),
    migrate: () => house.migrate(database),
    close: () => pool.end(),
  };
}
