import assert from "node:assert/strict";
import { Redis as UpstashRedis } from "@upstash/redis";
import { Redis } from "ioredis6";
import { describe, it, onTestFinished } from "vitest";
import {
  type RedisServer,
  startCluster,
  startRedis,
  startSentinel,
  startUpstash,
} from "./index.js";
import { childrenOf } from "./process-tree.js";
import { untilNothing } from "./until.js";

describe("a Redis that sentinels watch", () => {
  it("has a new primary when the first is killed, which then follows", async () => {
    const group = await startSentinel();
    onTestFinished(group.close);
    const first = await group.primary();
    assert.equal(first, group.nodes[0]);
    const { name, sentinels } = group;
    const client = new Redis({ name, sentinels: [...sentinels] });
    client.on("error", () => undefined);
    onTestFinished(() => client.disconnect());
    assert.equal(await client.set("kept", "yes"), "OK");
    await client.wait(2, 5000);

    await first.kill();
    await untilAnother(first, group.primary);
    await group.ready();
    assert.equal(await client.get("kept"), "yes");

    await first.restart();
    await group.ready();
    assert.equal(await replied(first, "SET", "kept", "no"), "READONLY");
    await group.close();
    assert.deepEqual(childrenOf(process.pid), [], "a process was left running");
  });

  it("takes no write where no replica follows", async () => {
    const group = await startSentinel({ replicas: 1, sentinels: 1 });
    onTestFinished(group.close);
    const [primary, replica] = group.nodes;
    await replica!.kill();
    await untilNothing(async () => {
      const reply = await replied(primary!, "SET", "one", 1);
      return reply === "NOREPLICAS" ? null : `SET says ${reply}`;
    });
  });
});

describe("a Redis Cluster", () => {
  it("moves a slot under way, and serves it when its primary is killed", async () => {
    const cluster = await startCluster();
    onTestFinished(cluster.close);
    const client = new Redis.Cluster(cluster.ports.map((port) => ({ host: "127.0.0.1", port })));
    client.on("error", () => undefined);
    onTestFinished(() => client.disconnect());
    await client.set("{tag}:kept", "yes");

    const old = await cluster.primaryOf("{tag}");
    const move = await cluster.moveSlot("{tag}");
    assert.equal(await replied(old, "GET", "{tag}:kept"), "yes");
    assert.equal(await move.moveKeys(), 1);
    assert.equal(await replied(old, "GET", "{tag}:kept"), "ASK");
    assert.equal(await client.get("{tag}:kept"), "yes");
    await move.finish();
    assert.equal(await replied(old, "GET", "{tag}:kept"), "MOVED");
    assert.equal(await client.get("{tag}:kept"), "yes");

    const owner = await cluster.primaryOf("{tag}");
    assert.equal(owner, move.to);
    await cluster.ready();
    await owner.replicated();
    await owner.kill();
    await untilAnother(owner, () => cluster.primaryOf("{tag}"));
    await cluster.ready();
    assert.equal(await client.get("{tag}:kept"), "yes");
    await owner.restart();
    await cluster.ready();
    assert.notEqual(await cluster.primaryOf("{tag}"), owner);
    await cluster.close();
    assert.deepEqual(childrenOf(process.pid), [], "a process was left running");
  });
});

describe("Upstash's protocol over a Redis of our own", () => {
  it("is what @upstash/redis speaks", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    const upstash = await startUpstash(redis);
    onTestFinished(() => upstash.close());
    const client = new UpstashRedis({ url: upstash.url, token: upstash.token, retry: false });

    assert.equal(await client.set("name", "žluťoučký kůň"), "OK");
    assert.equal(await redis.command("GET", "name"), "žluťoučký kůň");
    assert.deepEqual(await client.eval("return {KEYS[1], ARGV[1], 2}", ["a"], ["b"]), [
      "a",
      "b",
      2,
    ]);
    await assert.rejects(client.incr("name"), /not an integer/);
    assert.equal(await client.get("missing"), null);
    assert.deepEqual(await client.pipeline().incr("n").get("name").exec(), [1, "žluťoučký kůň"]);
    assert.deepEqual(await client.multi().incr("n").incr("n").exec(), [2, 3]);
    assert.equal(upstash.requests, 6);

    const stranger = new UpstashRedis({ url: upstash.url, token: "wrong", retry: false });
    await assert.rejects(stranger.get("name"), /WRONGPASS/);
    await redis.kill();
    await assert.rejects(client.get("name"));
    await redis.restart();
    await untilNothing(async () => ((await client.ping()) === "PONG" ? null : "no PONG"));
  });
});

/** What it says, or the first word of its refusal. */
function replied(node: RedisServer, ...command: Parameters<RedisServer["command"]>) {
  return node.command(...command).catch(({ message }: Error) => message.split(" ")[0]);
}

function untilAnother(old: RedisServer, primary: () => Promise<RedisServer>): Promise<void> {
  return untilNothing(async () => ((await primary()) === old ? "the old primary" : null));
}
