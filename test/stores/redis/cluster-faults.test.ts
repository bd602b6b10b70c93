import { type RedisClient, redisLimits, redisReplay } from "@second-factor/redis";
import { Cluster as Cluster5 } from "ioredis5";
import { Cluster as Cluster6 } from "ioredis6";
import { Cluster as ValkeyCluster } from "iovalkey";
import { createCluster as createCluster5 } from "redis5";
import { createCluster as createCluster6 } from "redis6";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  freePort,
  type RedisCluster,
  startCluster,
  startProxy,
  type TcpProxy,
} from "../../servers/index.js";
import { untilAnswered } from "./until.js";

const clock = { now: Date.now };
const deadlineMilliseconds = 400;
const budget = { name: "second-factor:faults", points: 1000, durationSeconds: 900 };

let cluster: RedisCluster;
let proxies: readonly TcpProxy[];
beforeAll(async () => {
  cluster = await startCluster({ replicas: 0 });
  proxies = await Promise.all(cluster.ports.map((port) => startProxy(port)));
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await cluster.close();
});
beforeEach(async () => {
  await Promise.all(cluster.nodes.map((node) => node.command("FLUSHALL")));
});

const host = "127.0.0.1";
/** Every node is reached through a proxy. */
const addresses = () =>
  Object.fromEntries(
    cluster.ports.map((port, index) => [
      `${host}:${port}`,
      { host, port: proxies[index]?.port ?? 0 },
    ]),
  );
const ioredis = () => ({ lazyConnect: true, natMap: addresses() });
const startupNodes = () => Object.values(addresses());
const nodeRedis = () => ({
  rootNodes: startupNodes().map((socket) => ({ socket })),
  nodeAddressMap: addresses(),
});

const kinds: readonly { readonly name: string; create(): RedisClient }[] = [
  { name: "ioredis 5", create: () => new Cluster5(startupNodes(), ioredis()) },
  { name: "ioredis 6", create: () => new Cluster6(startupNodes(), ioredis()) },
  { name: "iovalkey", create: () => new ValkeyCluster(startupNodes(), ioredis()) },
  { name: "node-redis 5", create: () => createCluster5(nodeRedis()) },
  { name: "node-redis 6", create: () => createCluster6(nodeRedis()) },
];

/** Keys in the slots of each of the three primaries. */
async function keyOnEach(): Promise<readonly string[]> {
  const keys = Array.from({ length: 40 }, (_, index) => `key${index}`);
  const primaries = await Promise.all(
    keys.map((key) => cluster.primaryOf(`${budget.name}:${key}`)),
  );
  return cluster.nodes.map((node) => keys[primaries.indexOf(node)] ?? "none");
}

describe.each(kinds)("a cluster with $name", ({ create }) => {
  async function withLimiter(
    body: (limiter: ReturnType<ReturnType<typeof redisLimits>["limiter"]>) => Promise<void>,
  ) {
    const limits = redisLimits(create(), { deadlineMilliseconds });
    try {
      await body(limits.limiter(budget, clock));
    } finally {
      limits.close();
    }
  }

  it("sends nothing again whose connection was cut", () =>
    withLimiter(async (limiter) => {
      const [key = ""] = await keyOnEach();
      await limiter.consume(key);
      const [proxy] = proxies;
      proxy?.loseReplies(true);
      const cut = limiter.consume(key);
      cut.catch(() => undefined);
      const counted = () => cluster.nodes[0]?.command("GET", `${budget.name}:${key}`);
      while ((await counted()) === "1");
      proxy?.loseReplies(false);
      proxy?.cutAll();
      await expect(cut, "a reply that was cut off").rejects.toThrow();
      await untilAnswered(() => limiter.get(key));
      const state = await untilAnswered(() => limiter.consume(key));
      expect(state.consumedPoints, "points after two tries, one cut, and a third").toBe(3);
    }));

  it("goes on with the others while one primary is mute, and comes back to it", () =>
    withLimiter(async (limiter) => {
      const [mute = "", second = "", third = ""] = await keyOnEach();
      for (const key of [mute, second, third]) await limiter.consume(key);
      cluster.nodes[0]?.pause();
      try {
        for (const expected of [2, 3, 4]) {
          const stuck = limiter.consume(mute);
          const answers = Promise.all([limiter.consume(second), limiter.consume(third)]);
          await expect(stuck, "a try on a mute primary").rejects.toThrow();
          const counts = (await answers).map(({ consumedPoints }) => consumedPoints);
          expect(counts, "points on the other primaries").toEqual([expected, expected]);
        }
      } finally {
        cluster.nodes[0]?.resume();
      }
      await untilAnswered(() => limiter.get(mute));
    }));

  it("is checked on every primary", async () => {
    const client = create();
    const [limits, replay] = [redisLimits(client), redisReplay(client)];
    try {
      const found = (await limits.check?.()) ?? [];
      const nodes = found.map(({ problem }) => /the node on port (\d+)/.exec(problem)?.[1]);
      expect(nodes.sort(), "primaries that write without replicas").toEqual(
        cluster.ports.map(String).sort(),
      );
      const lose = { severity: "error", code: "store_may_lose" };
      expect(await replay.check?.()).toMatchObject([lose, lose, lose]);
    } finally {
      limits.close();
      replay.close();
    }
  });
});

it.each([
  ["ioredis", (port: number) => new Cluster6([{ host, port }], { lazyConnect: true })],
  ["node-redis", (port: number) => createCluster6({ rootNodes: [{ socket: { host, port } }] })],
] as const)("a cluster that is not there is named, with %s", async (_name, connect) => {
  const port = await freePort();
  const limits = redisLimits(connect(port));
  const [found] = (await limits.check?.()) ?? [];
  limits.close();
  expect(found?.code).toBe("store_unreachable");
  expect(found?.problem).toContain(`${host}:${port}`);
});
