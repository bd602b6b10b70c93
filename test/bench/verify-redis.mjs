import { compareVerify } from "./lib/compare-verify.mjs";
import { servers } from "./lib/servers.mjs";

const { startRedis } = await servers();
const redis = await startRedis();
await compareVerify(
  "Verify over HTTP with Redis (goal: 0.80 of bare on Express, 0.50 on Hono; 8 and 12 times better-auth)",
  { REDIS_PORT: String(redis.port) },
);
await redis.stop();
