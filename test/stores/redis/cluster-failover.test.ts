import { type RedisClient, redisLimits } from "@second-factor/redis";
import { Cluster as Ioredis } from "ioredis6";
import { createCluster } from "redis6";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisCluster, startCluster } from "../../servers/index.js";
import { untilAnswered } from "./until.js";

const budget = { name: "second-factor:failover", points: 5, durationSeconds: 900 };
const host = "127.0.0.1";

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startCluster({ replicas: 1 });
});
afterAll(() => cluster.close());

const sockets = () => cluster.ports.map((port) => ({ host, port }));
const kinds: readonly { readonly name: string; create(): RedisClient }[] = [
  { name: "ioredis", create: () => new Ioredis(sockets(), { lazyConnect: true }) },
  {
    name: "node-redis",
    create: () => createCluster({ rootNodes: sockets().map((socket) => ({ socket })) }),
  },
];

describe.each(kinds)("a primary of a cluster is lost, with $name", ({ name, create }) => {
  it("its replica is followed, and spent budgets stay spent", async () => {
    const limits = redisLimits(create());
    const limiter = limits.limiter(budget, { now: Date.now });
    for (let spent = 0; spent < 5; spent += 1) await limiter.consume(name);
    const primary = await cluster.primaryOf(`${budget.name}:${name}`);
    await primary.replicated();
    try {
      await primary.kill();
      const state = await untilAnswered(() => limiter.get(name));
      expect(state?.remainingPoints, "points left of a spent budget").toBe(0);
    } finally {
      limits.close();
      await primary.restart();
      await cluster.ready();
    }
  });
});
