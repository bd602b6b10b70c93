import { ReplayFenced, redisReplay } from "@second-factor/redis";
import { createClient } from "redis6";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RedisServer, startRedis } from "../../servers/index.js";
import { untilAnswered } from "./until.js";

/** Far longer than a test: whatever is accepted was accepted without a fence. */
const memorySeconds = 240;
const step = 58_000_000;

let redis: RedisServer;
let store: ReturnType<typeof redisReplay>;
const startServer = () => startRedis({ settings: { "repl-diskless-sync-delay": 0 } });
beforeEach(async () => {
  redis = await startServer();
  store = redisReplay(createClient({ url: redis.url }));
});
afterEach(async () => {
  store.close();
  await redis.close();
});

const accept = (count: number, memory = memorySeconds) =>
  store
    .forNamespace("default")
    .acceptStep("ada", "phone", { first: step + count, last: step + count }, step, memory);
const markers = async () =>
  ((await redis.command("KEYS", "second-factor:replay:{*}")) as string[]).sort();

/** As if the fence of a first use had been over for long: the markers stay those of this life of the server. */
async function settle() {
  await accept(1).catch(() => undefined);
  await Promise.all((await markers()).map((marker) => redis.command("HSET", marker, "since", "1")));
  expect(await accept(1), "a fresh step once the fence is over").toBe(true);
  expect(await accept(1), "the same step again").toBe(false);
}

async function expectFence(what: string) {
  const error: unknown = await accept(1).then(
    (verdict) => `answered ${verdict}`,
    (fenced: unknown) => fenced,
  );
  expect(error, `a used step after ${what}`).toBeInstanceOf(ReplayFenced);
  const { retryAfterSeconds } = error as ReplayFenced;
  expect(retryAfterSeconds, `the fence after ${what}`).toBeGreaterThan(memorySeconds - 30);
  expect(retryAfterSeconds).toBeLessThanOrEqual(memorySeconds);
}

describe("redisReplay accepts nothing for as long as a code can come back", () => {
  it("after its first use", () => expectFence("a first use"));

  it("after FLUSHALL", async () => {
    await settle();
    await redis.command("FLUSHALL");
    await expectFence("FLUSHALL");
  });

  it("after a restart from a snapshot that is older than the acceptance", async () => {
    await accept(1).catch(() => undefined);
    await Promise.all(
      (await markers()).map((marker) => redis.command("HSET", marker, "since", "1")),
    );
    await redis.command("SAVE");
    expect(await accept(1), "a fresh step").toBe(true);
    await redis.kill();
    await redis.restart();
    expect(await markers(), "the snapshot brought the marker back").toHaveLength(1);
    await untilAnswered(() => accept(1).catch(fenceOnly));
    await expectFence("a restart");
  });

  it("after keys were thrown out", async () => {
    await settle();
    await redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    await redis.command("CONFIG", "SET", "maxmemory", "3mb");
    const filler = "x".repeat(100_000);
    for (let index = 0; index < 40; index += 1) {
      await redis.command("SET", `filler:${index}`, filler);
    }
    await redis.command("CONFIG", "SET", "maxmemory", "0");
    const evicted = /evicted_keys:(\d+)/.exec(String(await redis.command("INFO", "stats")));
    expect(Number(evicted?.[1]), "keys thrown out in this test").toBeGreaterThan(0);
    await expectFence("an eviction");
  });

  it("after the server followed another one and was promoted again", async () => {
    const other = await startServer();
    try {
      await other.command("REPLICAOF", "127.0.0.1", redis.port);
      await untilLinked(other);
      await settle();
      await redis.replicated();
      await other.command("REPLICAOF", "NO", "ONE");
      // What was accepted since is not known to the other one, whose data it takes over.
      expect(await accept(2)).toBe(true);
      await redis.command("REPLICAOF", "127.0.0.1", other.port);
      await untilLinked(redis);
      await redis.command("REPLICAOF", "NO", "ONE");
    } finally {
      await other.close();
    }
    await untilAnswered(() => accept(2).catch(fenceOnly));
    await expectFence("two promotions");
  });
});

describe("redisReplay", () => {
  it("has no fence but those", async () => {
    await settle();
    await redis.command("SCRIPT", "FLUSH");
    expect(await accept(2), "a fresh step after SCRIPT FLUSH").toBe(true);
  });

  it("starts the fences of all partitions when it is checked", async () => {
    expect(await store.check?.(), "findings of a server of its own").toEqual([]);
    expect(await markers(), "markers after a check").toHaveLength(16);
  });

  it("writes no account name, and no key without an end but its markers", async () => {
    await settle();
    const keys = (await redis.command("KEYS", "*")) as string[];
    expect(keys.join(" "), "keys").not.toContain("ada");
    const steps = keys.filter((key) => !/\}$/.test(key));
    expect(steps).toHaveLength(1);
    const left = Number(await redis.command("PTTL", steps[0] ?? ""));
    expect(left, "milliseconds that a used step is remembered").toBeGreaterThan(
      (memorySeconds - 30) * 1000,
    );
  });

  it("refuses to decide on what is no step", async () => {
    const { acceptStep } = store.forNamespace("default");
    const odd = [Number.NaN, 1.5, Number.POSITIVE_INFINITY];
    for (const number of odd) {
      const steps = { first: number, last: number };
      await expect(acceptStep("ada", "phone", steps, 1, 1)).rejects.toThrow(RangeError);
      await expect(acceptStep("ada", "phone", { first: 1, last: 1 }, number, 1)).rejects.toThrow(
        RangeError,
      );
    }
  });
});

/** A fence is an answer; no connection is none. */
function fenceOnly(error: unknown): void {
  if (!(error instanceof ReplayFenced)) throw error;
}

async function untilLinked(replica: RedisServer) {
  await untilAnswered(async () => {
    const info = String(await replica.command("INFO", "replication"));
    if (!info.includes("master_link_status:up")) throw new Error("the replica has no link yet");
  });
}
