import assert from "node:assert/strict";
import { Redis } from "ioredis6";
import { describe, it, onTestFinished } from "vitest";
import { countTurns, type RedisServer, startProxy, startRedis, type TcpProxy } from "./index.js";
import { untilNothing } from "./until.js";

async function proxied(options?: Parameters<typeof startProxy>[1]) {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  const proxy = await startProxy(redis.port, options);
  onTestFinished(() => proxy.close());
  const client = connected(proxy);
  await client.ping();
  return { redis, proxy, client };
}

function connected({ port }: TcpProxy): Redis {
  const client = new Redis({
    port,
    host: "127.0.0.1",
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => null,
    commandTimeout: 300,
  });
  client.on("error", () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

describe("trips", () => {
  it("counts requests that follow a reply, and not those that are sent together", async () => {
    const { proxy, client } = await proxied({ holdReplyMs: 20 });
    const count = countTurns([proxy]);
    await Promise.all([client.get("a"), client.get("b"), client.get("c")]);
    assert.equal(count.turns, 1);
    await client.get("a");
    await client.get("b");
    assert.equal(count.turns, 3);
    count.stop();
    await client.get("a");
    assert.equal(count.turns, 3);
  });

  it("counts a chain over several servers, and those asked side by side once", async () => {
    const one = await proxied({ holdReplyMs: 20 });
    const other = await proxied({ holdReplyMs: 20 });
    const count = countTurns([one.proxy, other.proxy]);
    await Promise.all([one.client.get("a"), other.client.get("a")]);
    assert.equal(count.turns, 1);
    await one.client.get("a");
    await other.client.get("a");
    assert.equal(count.turns, 3);
    assert.equal(count.requests, 4);
    const unanswered = other.client.get("a");
    assert.equal(count.turns, 3, "what nobody has waited for is no trip yet");
    await unanswered;
    assert.equal(count.turns, 4);
  });
});

describe("broken connections", () => {
  it("are cut, and refused", async () => {
    const { proxy, client } = await proxied();
    assert.equal(proxy.connections, 1);
    const ended = untilEnd(client);
    proxy.cutAll();
    await ended;
    proxy.refuse(true);
    await assert.rejects(connected(proxy).ping());
    proxy.refuse(false);
    assert.equal(await connected(proxy).ping(), "PONG");
  });

  it("go nowhere in a black hole, and on where they were afterwards", async () => {
    const { redis, proxy, client } = await proxied();
    proxy.blackHole(true);
    await assert.rejects(client.incr("late"), /timed out/);
    await assert.rejects(connected(proxy).incr("late"), /timed out/);
    assert.equal(await redis.command("GET", "late"), null);
    assert.equal(proxy.connections, 2);
    proxy.blackHole(false);
    await untilNothing(() => isStored(redis, "late", "2"));
    assert.equal(await client.ping(), "PONG");
  });

  it("lose the reply to what was done", async () => {
    const { redis, proxy, client } = await proxied();
    proxy.loseReplies(true);
    const asked = assert.rejects(client.incr("done"), /closed/);
    await untilNothing(() => isStored(redis, "done", "1"));
    proxy.cutAll();
    await asked;
    proxy.loseReplies(false);
    assert.equal(await connected(proxy).get("done"), "1");
  });

  it("are as slow as they are told to be", async () => {
    const { proxy, client } = await proxied();
    proxy.delay(200);
    await assert.rejects(client.ping(), /timed out/);
    proxy.delay(0);
    assert.equal(await client.echo("later"), "later");
  });

  it("end when the server does", async () => {
    const { redis, client } = await proxied();
    await Promise.all([untilEnd(client), redis.kill()]);
  });
});

async function isStored(redis: RedisServer, key: string, value: string): Promise<string | null> {
  const found = await redis.command("GET", key);
  return found === value ? null : `${key} is ${found}`;
}

function untilEnd(client: Redis): Promise<void> {
  return new Promise((resolve) => client.once("end", resolve));
}
