import { redisLimits } from "@second-factor/redis";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type RedisServer,
  startRedis,
  startUpstash,
  type UpstashServer,
} from "../../servers/index.js";
import { bothContracts } from "./both-contracts.js";
import { otherClients, socketClients } from "./one-server-clients.js";

const budget = { name: "second-factor:flush", points: 5, durationSeconds: 900 };

let redis: RedisServer;
let upstash: UpstashServer;
beforeAll(async () => {
  redis = await startRedis();
  upstash = await startUpstash({ port: redis.port });
});
afterAll(async () => {
  await upstash.close();
  await redis.close();
});

async function empty() {
  await redis.command("FLUSHALL");
}

const address = () => redis;
const kinds = [...socketClients(address), ...otherClients(address, () => upstash)];
for (const kind of kinds) bothContracts(kind, { empty });

it.each(kinds)("SCRIPT FLUSH between two calls is survived by $name", async ({ open }) => {
  await empty();
  const { client, close } = await open();
  const limits = redisLimits(client);
  const limiter = limits.limiter(budget, { now: Date.now });
  await limiter.consume("ada");
  await redis.command("SCRIPT", "FLUSH");
  const state = await limiter.consume("ada");
  limits.close();
  close?.();
  expect(state.consumedPoints, "points after SCRIPT FLUSH").toBe(2);
});
