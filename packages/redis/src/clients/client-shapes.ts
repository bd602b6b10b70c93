/** An ioredis or iovalkey client: a server, or a primary that Sentinel names. Any major that has `duplicate`. */
export interface IoredisClient {
  readonly status: string;
  readonly isCluster: boolean;
  duplicate(...options: never[]): unknown;
}

/** `createClient` and `createCluster` of node-redis, from major 5 on. It need not be connected. */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  duplicate(...options: never[]): unknown;
  destroy(): unknown;
}

/** `createSentinel` of node-redis, connected: it is asked where the primary is. */
export interface NodeRedisSentinelClient {
  readonly isOpen: boolean;
  getMasterNode(): unknown;
  destroy(): unknown;
}

/** `Redis` of @upstash/redis, created with `retry: { retries: 0 }`. */
export interface UpstashClient {
  readonly pipeline: unknown;
  readonly evalsha: unknown;
  readonly eval: unknown;
}

/** Anything else that runs Lua on the primary, once: it must not send again what it already sent. */
export interface ScriptRunner {
  eval(script: string, keys: string[], args: string[]): Promise<unknown>;
}

export type RedisClient =
  | IoredisClient
  | NodeRedisClient
  | NodeRedisSentinelClient
  | UpstashClient
  | ScriptRunner;
