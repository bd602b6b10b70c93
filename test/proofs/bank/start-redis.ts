import { type RedisServer, startCluster, startRedis, startSentinel } from "../../servers/index.js";
import { keySlot, shareOf } from "./key-slot.js";
import type { RedisAt, StoresAt } from "./stores-at.js";

/** Redis, running, and who in it decides for whom. */
export interface RunningRedis {
  readonly at: RedisAt;
  /** Who has that key now. */
  primaryOf(key: string): Promise<RedisServer>;
  /** Keys of the same share are always at the same primary. */
  shareOf(key: string): number;
  /** Resolves when every node that runs leads or follows, and follows whom it should. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export type RedisKind = RedisAt["kind"];

/** What a replay store asks for. A promoted replica needs one of its own then, before it takes anything. */
const keepsEveryWrite = { "min-replicas-to-write": 1, "min-replicas-max-lag": 2 };

/** Redis for budgets, and for steps where the replay store decides them. */
export const startRedisKind: Record<
  RedisKind,
  (decides: StoresAt["decides"]) => Promise<RunningRedis>
> = {
  async single() {
    const server = await startRedis();
    return {
      at: { kind: "single", port: server.port },
      primaryOf: async () => server,
      shareOf: () => 0,
      ready: async () => undefined,
      close: () => server.close(),
    };
  },
  async sentinel() {
    const { name, sentinels, primary, ready, close } = await startSentinel();
    return {
      at: { kind: "sentinel", name, sentinels: sentinels.map(({ port }) => port) },
      primaryOf: primary,
      shareOf: () => 0,
      ready,
      close,
    };
  },
  async cluster(decides) {
    const { ports, primaryOf, ready, close } = await startCluster(
      decides === "row" ? {} : { replicas: 2, settings: keepsEveryWrite },
    );
    return {
      at: { kind: "cluster", ports },
      primaryOf,
      shareOf: (key) => shareOf(keySlot(key), 3),
      ready,
      close,
    };
  },
};
