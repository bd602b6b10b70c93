import { type RedisClient, redisLimits, redisReplay } from "@second-factor/redis";
import { type RedisOpeners, redisCases } from "../../redis-suites.js";

export interface RedisEnv {
  readonly REDIS_PORT: number;
  readonly UPSTASH_URL: string;
  readonly UPSTASH_TOKEN: string;
  /** Empties the server, from outside. */
  readonly EMPTY: { fetch(url: string): Promise<Response> };
}

export type OpenClient = (env: RedisEnv) => RedisClient;

/** A Worker that runs a case of the contracts when it is asked, with clients that live as long as the request. */
export function serveContracts(clients: Readonly<Record<string, OpenClient>>) {
  return {
    async fetch(request: Request, env: RedisEnv): Promise<Response> {
      const asked = (await request.json()) as { client: string; title: string };
      try {
        const open = clients[asked.client];
        const run = open && redisCases(openersOf(open, env)).get(asked.title);
        if (run === undefined) throw new Error(`no such case: ${asked.client}: ${asked.title}`);
        await run();
        return Response.json(null);
      } catch (error) {
        return new Response(error instanceof Error ? error.message : String(error), {
          status: 500,
        });
      }
    },
  };
}

function openersOf(open: OpenClient, env: RedisEnv): RedisOpeners {
  const empty = async () => void (await env.EMPTY.fetch("http://empty/"));
  async function openTwo<Store extends { close(): void }>(create: (client: RedisClient) => Store) {
    await empty();
    const stores = [create(open(env)), create(open(env))];
    return {
      stores,
      async close() {
        for (const store of stores) store.close();
      },
    };
  }
  return {
    async limits() {
      const { stores, close } = await openTwo((client) => redisLimits(client));
      return { limits: stores, close };
    },
    replay: async () => ({ ...(await openTwo((client) => redisReplay(client))), lose: empty }),
  };
}
