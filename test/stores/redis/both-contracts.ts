import { type RedisClient, redisLimits, redisReplay } from "@second-factor/redis";
import { limitsContract, replayContract } from "@second-factor/testing";
import { describe, it } from "vitest";

/** The servers under test, started by the test file. */
export interface Stand {
  /** Everything there is, on every primary. */
  empty(): Promise<void>;
}

export interface ClientKind {
  readonly name: string;
  open(): Promise<{ readonly client: RedisClient; close?(): unknown }>;
}

/** Both stores over that kind of client: two of them at a time, as two processes would have. */
export function bothContracts({ name, open }: ClientKind, stand: Stand): void {
  async function openTwo<Store extends { close(): void }>(create: (client: RedisClient) => Store) {
    await stand.empty();
    const opened = [await open(), await open()];
    const stores = opened.map(({ client }) => create(client));
    return {
      stores,
      async close() {
        for (const store of stores) store.close();
        await Promise.all(opened.map(({ close }) => close?.()));
      },
    };
  }

  const runner = { describe, it };
  limitsContract(runner, {
    name: `redisLimits over ${name}`,
    ownClock: true,
    async open() {
      const { stores, close } = await openTwo((client) => redisLimits(client));
      return { limits: stores, close };
    },
  });
  replayContract(runner, {
    name: `redisReplay over ${name}`,
    memorySeconds: 0.25,
    open: async () => ({
      ...(await openTwo((client) => redisReplay(client))),
      lose: stand.empty,
    }),
  });
}
