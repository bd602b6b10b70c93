import { Redis as Ioredis5 } from "ioredis5";
import { Redis as Ioredis6 } from "ioredis6";
import { createClient as nodeRedis5 } from "redis5";
import { createClient as nodeRedis6 } from "redis6";
import { serveContracts } from "./serve-contracts.js";

const at = (port: number) => ({ host: "127.0.0.1", port, lazyConnect: true });

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default serveContracts({
  "ioredis 5": ({ REDIS_PORT }) => new Ioredis5(at(REDIS_PORT)),
  "ioredis 6": ({ REDIS_PORT }) => new Ioredis6(at(REDIS_PORT)),
  "node-redis 5": ({ REDIS_PORT }) => nodeRedis5({ url: `redis://127.0.0.1:${REDIS_PORT}` }),
  "node-redis 6": ({ REDIS_PORT }) => nodeRedis6({ url: `redis://127.0.0.1:${REDIS_PORT}` }),
});
