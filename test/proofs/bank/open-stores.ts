import type { Limits, RecordsStore, ReplayStore } from "@second-factor/core";
import { redisLimits, redisReplay } from "@second-factor/redis";
import { sqlLimits } from "@second-factor/sql";
import { connectRedis } from "./connect-redis.js";
import { openRecords } from "./open-records.js";
import { shortMemory } from "./short-memory.js";
import type { StoresAt } from "./stores-at.js";

export interface Stores {
  readonly records: RecordsStore;
  readonly limits: Limits;
  readonly replay: ReplayStore | null;
  close(): Promise<void>;
}

/** One process's connections to all stores. */
export async function openStores(at: StoresAt): Promise<Stores> {
  const { decides, memorySeconds, deadlineMilliseconds } = at;
  const { database, records, close } = await openRecords(at);
  if (at.redis === null) return { records, limits: sqlLimits(database), replay: null, close };
  const client = connectRedis(at.redis);
  const limits = redisLimits(client, { deadlineMilliseconds });
  const replay = decides === "row" ? null : redisReplay(client, { deadlineMilliseconds });
  return {
    records,
    limits,
    replay: replay && memorySeconds !== null ? shortMemory(replay, memorySeconds) : replay,
    async close() {
      limits.close();
      replay?.close();
      client.disconnect();
      await close();
    },
  };
}
