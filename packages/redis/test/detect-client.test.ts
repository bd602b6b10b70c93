import { ConfigurationError } from "@second-factor/core";
import { Redis as Upstash } from "@upstash/redis";
import { Cluster, Redis as Ioredis } from "ioredis5";
import { Redis as Ioredis6 } from "ioredis6";
import { Redis as Iovalkey } from "iovalkey";
import { createClient, createClientPool, createCluster } from "redis5";
import { createClient as createClient6 } from "redis6";
import { describe, expect, it } from "vitest";
import { type RedisClient, redisLimits, redisReplay } from "../src/index.js";

const method = () => undefined;
const http = { url: "http://127.0.0.1:1", token: "token" };

function refusal(create: () => unknown): ConfigurationError {
  try {
    create();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
  throw new Error("it was accepted");
}

describe("what a store is given", () => {
  it.each([
    ["nothing", undefined],
    ["a URL", "redis://127.0.0.1:6379"],
    ["a promise of a client", Promise.resolve(createClient())],
    ["options", { host: "127.0.0.1", port: 6379 }],
    ["node-redis 3", { send_command: method, eval: method, multi: method }],
    ["node-redis 4", { duplicate: method, evalSha: method, eval: method, sendCommand: method }],
    ["the legacy face of node-redis", createClient().legacy()],
    ["a pool of node-redis", createClientPool()],
  ])("may not be %s", (_name, client) => {
    const limits = refusal(() => redisLimits(client as unknown as RedisClient));
    expect(limits.code).toBe("limits_invalid");
    expect(limits.remedy, "what to pass instead").toMatch(/ioredis.*node-redis.*eval\(/);
    expect(refusal(() => redisReplay(client as unknown as RedisClient)).code).toBe(
      "replay_invalid",
    );
  });

  it.each([
    ["ioredis", new Ioredis({ lazyConnect: true })],
    ["ioredis 6", new Ioredis6({ lazyConnect: true })],
    ["iovalkey", new Iovalkey({ lazyConnect: true })],
    ["a cluster of ioredis", new Cluster([{ port: 1 }], { lazyConnect: true })],
    ["node-redis", createClient()],
    ["node-redis 6", createClient6()],
    ["a cluster of node-redis", createCluster({ rootNodes: [{ url: "redis://127.0.0.1:1" }] })],
    ["Upstash that never tries twice", new Upstash({ ...http, retry: { retries: 0 } })],
    ["an object with eval", { eval: async () => null }],
  ] satisfies [string, RedisClient][])("may be %s, and nothing is opened", (_name, client) => {
    expect(redisLimits(client).durability).toBe("shared");
    expect(redisReplay(client).durability).toBe("durable");
  });

  it.each([
    ["as it is by default", {}],
    ["with retry: false, which tries twice", { retry: false }],
    ["with retries", { retry: { retries: 3 } }],
    ["without pipelining", { enableAutoPipelining: false }],
  ] as const)("may not be an Upstash client %s", (_name, options) => {
    const refused = refusal(() => redisLimits(new Upstash({ ...http, ...options })));
    expect(refused.code).toBe("store_client_unsafe");
    expect(refused.remedy).toContain("retry: { retries: 0 }");
  });

  it.each([0, -1, 1.5, Number.NaN])("has a deadline, not %s", (deadlineMilliseconds) => {
    const client = { eval: async () => null };
    expect(refusal(() => redisLimits(client, { deadlineMilliseconds })).code).toBe(
      "limits_invalid",
    );
  });
});
