import { Redis } from "ioredis6";

/** What a store is given: it connects like this client, which itself never does. */
export const redisAt = (port: number): Redis =>
  new Redis({ port, host: "127.0.0.1", lazyConnect: true });
