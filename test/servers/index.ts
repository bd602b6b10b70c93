export { countTurns, type TurnCount } from "./count-turns.js";
export { freePort } from "./free-port.js";
export { type PostgresServer, startPostgres } from "./postgres-server.js";
export { type RedisCluster, startCluster } from "./redis-cluster.js";
export { type RedisSentinel, startSentinel } from "./redis-sentinel.js";
export { type RedisServer, startRedis } from "./redis-server.js";
export type { SlotMove } from "./slot-move.js";
export { startProxy, type TcpProxy } from "./tcp-proxy.js";
export { startUpstash, type UpstashServer } from "./upstash-server.js";
