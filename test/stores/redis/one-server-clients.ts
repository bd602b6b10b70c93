import { Redis as Upstash } from "@upstash/redis";
import { Redis as Ioredis5 } from "ioredis5";
import { Redis as Ioredis6 } from "ioredis6";
import { Redis as Iovalkey } from "iovalkey";
import { createClient as nodeRedis5 } from "redis5";
import { createClient as nodeRedis6 } from "redis6";
import type { UpstashServer } from "../../servers/index.js";
import type { ClientKind } from "./both-contracts.js";

export interface Address {
  readonly port: number;
  readonly url: string;
}

const lazy = { lazyConnect: true };

/** As an app would create them; none is connected, since the stores open connections of their own. */
export function socketClients(redis: () => Address): readonly ClientKind[] {
  return [
    { name: "ioredis 5", open: async () => ({ client: new Ioredis5(redis().port, lazy) }) },
    { name: "ioredis 6", open: async () => ({ client: new Ioredis6(redis().port, lazy) }) },
    { name: "iovalkey", open: async () => ({ client: new Iovalkey(redis().port, lazy) }) },
    { name: "node-redis 5", open: async () => ({ client: nodeRedis5({ url: redis().url }) }) },
    { name: "node-redis 6", open: async () => ({ client: nodeRedis6({ url: redis().url }) }) },
  ];
}

/** The same, set up in other ways, and what has no socket of its own. */
export function otherClients(
  redis: () => Address,
  upstash: () => UpstashServer,
): readonly ClientKind[] {
  return [
    {
      name: "node-redis 6 with RESP2 and a key prefix",
      open: async () => ({
        client: nodeRedis6({ url: redis().url, RESP: 2, keyPrefix: "app:" }),
      }),
    },
    {
      name: "ioredis 6 with a key prefix and numbers as text",
      open: async () => ({
        client: new Ioredis6(redis().port, { ...lazy, keyPrefix: "app:", stringNumbers: true }),
      }),
    },
    {
      name: "Upstash",
      async open() {
        const { url, token } = upstash();
        return { client: new Upstash({ url, token, retry: { retries: 0 } }) };
      },
    },
    {
      name: "an object of one's own",
      async open() {
        const own = new Ioredis6(redis().port, lazy);
        return {
          client: {
            eval: (script: string, keys: string[], args: string[]) =>
              own.eval(script, keys.length, ...keys, ...args),
          },
          close: () => own.disconnect(),
        };
      },
    },
  ];
}
