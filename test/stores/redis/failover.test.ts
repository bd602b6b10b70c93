import { type RedisClient, ReplayFenced, redisLimits, redisReplay } from "@second-factor/redis";
import { Redis as Ioredis5 } from "ioredis5";
import { Redis as Ioredis6 } from "ioredis6";
import { createSentinel as createSentinel5 } from "redis5";
import { createSentinel as createSentinel6 } from "redis6";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisSentinel, type RedisServer, startSentinel } from "../../servers/index.js";
import { untilAnswered } from "./until.js";

const steps = { first: 58_000_001, last: 58_000_001 };
const budget = { name: "second-factor:failover", points: 5, durationSeconds: 900 };

let group: RedisSentinel;
beforeAll(async () => {
  group = await startSentinel();
});
afterAll(() => group.close());

const ioredis = () => ({ sentinels: [...group.sentinels], name: group.name, lazyConnect: true });
const nodeRedis = () => ({ name: group.name, sentinelRootNodes: [...group.sentinels] });
/** Its reconnecting is told on the console as well as here. */
const quiet = () => undefined;

const kinds: readonly {
  readonly name: string;
  connect(): Promise<{ client: RedisClient; close(): unknown }>;
}[] = [
  {
    name: "ioredis 5",
    connect: async () => ({ client: new Ioredis5(ioredis()), close: quiet }),
  },
  {
    name: "ioredis 6",
    connect: async () => ({ client: new Ioredis6(ioredis()), close: quiet }),
  },
  {
    name: "node-redis 5",
    async connect() {
      const client = await createSentinel5(nodeRedis()).on("error", quiet).connect();
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "node-redis 6",
    async connect() {
      const client = await createSentinel6(nodeRedis()).on("error", quiet).connect();
      return { client, close: () => client.destroy() };
    },
  },
];

/** Replication keeps the order: with this key, all that came before it has arrived at both replicas. */
async function followed(primary: RedisServer): Promise<void> {
  await primary.command("SET", "followed", String(primary.port));
  for (const replica of group.nodes.filter((node) => node !== primary && node.running)) {
    while ((await replica.command("GET", "followed")) !== String(primary.port));
  }
}

describe.each(kinds)("a failover, with $name", ({ connect }) => {
  it("accepts no used step, keeps spent budgets, and is followed", async () => {
    const before = await group.primary();
    await before.command("FLUSHALL");
    const { client, close } = await connect();
    const [limits, replay] = [redisLimits(client), redisReplay(client)];
    const limiter = limits.limiter(budget, { now: Date.now });
    const accept = () => replay.forNamespace("default").acceptStep("ada", "phone", steps, 1, 240);
    try {
      await untilAnswered(() => limiter.get("ada"));
      for (let spent = 0; spent < 5; spent += 1) await limiter.consume("ada");
      await accept().catch(() => undefined);
      const [marker] = (await before.command("KEYS", "second-factor:replay:{*}")) as string[];
      await before.command("HSET", marker ?? "", "since", "1");
      expect(await accept(), "a fresh step").toBe(true);
      await followed(before);

      await before.kill();
      const verdict = await untilAnswered(() =>
        accept().catch((error: unknown) => {
          if (error instanceof ReplayFenced) return "fenced";
          throw error;
        }),
      );
      expect(verdict, "a used step on the new primary").toBe("fenced");
      const state = await untilAnswered(() => limiter.get("ada"));
      expect(state?.remainingPoints, "points left of a spent budget").toBe(0);
    } finally {
      limits.close();
      replay.close();
      close();
      await before.restart();
      await group.ready();
    }
  });
});
