import { type RedisClient, RedisFault, redisLimits, redisReplay } from "@second-factor/redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RedisServer, startProxy, startRedis, type TcpProxy } from "../../servers/index.js";
import { socketClients } from "./one-server-clients.js";
import { untilAnswered } from "./until.js";

const clock = { now: Date.now };
const deadlineMilliseconds = 400;
const budget = { name: "second-factor:faults", points: 1000, durationSeconds: 900 };

let redis: RedisServer;
let proxy: TcpProxy;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  await redis.command("FLUSHALL");
  proxy = await startProxy(redis.port);
});
afterEach(() => proxy.close());

const address = () => ({ port: proxy.port, url: `redis://127.0.0.1:${proxy.port}` });

describe.each(socketClients(address))("with $name", ({ open }) => {
  let limits: ReturnType<typeof redisLimits>;
  let client: RedisClient;
  beforeEach(async () => {
    ({ client } = await open());
    limits = redisLimits(client, { deadlineMilliseconds });
  });
  afterEach(() => limits.close());
  const limiter = () => limits.limiter(budget, clock);

  it("opens nothing before the first use, and one connection for both stores", async () => {
    const replay = redisReplay(client, { deadlineMilliseconds }).forNamespace("default");
    expect(proxy.connections, "connections before the first use").toBe(0);
    const steps = { first: 2, last: 2 };
    await Promise.all([
      limiter().consume("ada"),
      replay.acceptStep("ada", "phone", steps, 1, 1).catch((fenced: Error) => fenced),
    ]);
    expect(proxy.connections, "connections of two stores over one client").toBe(1);
  });

  it("sends nothing again whose reply was lost, in time or with the connection", async () => {
    await limiter().consume("warm");
    proxy.loseReplies(true);
    await expect(limiter().consume("late"), "a reply that never came").rejects.toThrow(RedisFault);
    proxy.loseReplies(false);
    await untilAnswered(() => limiter().get("late"));

    proxy.loseReplies(true);
    const cut = limiter().consume("cut");
    cut.catch(() => undefined);
    while ((await redis.command("GET", `${budget.name}:cut`)) === null);
    proxy.loseReplies(false);
    proxy.cutAll();
    await expect(cut, "a reply that was cut off").rejects.toThrow(RedisFault);
    await untilAnswered(() => limiter().consume("warm"));
    await limiter().consume("warm");

    const counted = async (key: string) => (await limiter().get(key))?.consumedPoints;
    expect(await counted("late"), "points of one try whose reply came too late").toBe(1);
    expect(await counted("cut"), "points of one try whose connection was cut").toBe(1);
  });

  it("fails at once while the server is mute, and comes back by itself", async () => {
    await limiter().consume("ada");
    proxy.blackHole(true);
    await expect(limiter().consume("ada")).rejects.toThrow("no answer within");
    const order: string[] = [];
    const deadline = new Promise<void>((resolve) => {
      setTimeout(() => resolve(void order.push("deadline")), deadlineMilliseconds / 2);
    });
    const calls = Array.from({ length: 2000 }, () => limiter().consume("ada"));
    const settled = Promise.allSettled(calls).then((all) => {
      order.push("calls");
      return all.filter(({ status }) => status === "rejected").length;
    });
    await deadline;
    expect(await settled, "calls that failed of 2000 to a mute server").toBe(2000);
    expect(order, "calls waited for a server that is known to be mute").toEqual([
      "calls",
      "deadline",
    ]);
    expect(proxy.connections, "connections to a mute server").toBeLessThan(5);

    proxy.blackHole(false);
    const state = await untilAnswered(() => limiter().consume("bob"));
    expect(state.consumedPoints).toBe(1);
  });

  it("comes back after the server was frozen, and after it was restarted", async () => {
    await limiter().consume("ada");
    redis.pause();
    await expect(limiter().consume("ada")).rejects.toThrow(RedisFault);
    redis.resume();
    await untilAnswered(() => limiter().consume("ada"));

    await redis.kill();
    await expect(limiter().consume("ada")).rejects.toThrow(RedisFault);
    await redis.restart();
    const state = await untilAnswered(() => limiter().consume("ada"));
    expect(state.consumedPoints, "points in an empty store").toBe(1);
  });

  it("can be used again after it was closed", async () => {
    await limiter().consume("ada");
    limits.close();
    expect((await limiter().consume("ada")).consumedPoints).toBe(2);
  });
});
