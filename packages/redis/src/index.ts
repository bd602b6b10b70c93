export type {
  IoredisClient,
  NodeRedisClient,
  NodeRedisSentinelClient,
  RedisClient,
  ScriptRunner,
  UpstashClient,
} from "./clients/client-shapes.js";
export type { RedisOptions } from "./clients/connection-to.js";
export { RedisFault } from "./connection/redis-fault.js";
export { type RedisLimits, redisLimits } from "./limits/redis-limits.js";
export { type RedisReplay, redisReplay } from "./replay/redis-replay.js";
export { ReplayFenced } from "./replay/replay-fenced.js";
