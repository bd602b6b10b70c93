import { Redis as Ioredis5 } from "ioredis5";
import { Redis as Ioredis6 } from "ioredis6";
import { createSentinel as createSentinel5 } from "redis5";
import { createSentinel as createSentinel6 } from "redis6";
import { afterAll, beforeAll } from "vitest";
import { type RedisSentinel, startSentinel } from "../../servers/index.js";
import { bothContracts, type ClientKind } from "./both-contracts.js";

let group: RedisSentinel;
beforeAll(async () => {
  group = await startSentinel({ replicas: 1 });
});
afterAll(() => group.close());

const ioredisOptions = () => ({
  sentinels: [...group.sentinels],
  name: group.name,
  lazyConnect: true,
});
const nodeRedisOptions = () => ({ name: group.name, sentinelRootNodes: [...group.sentinels] });

const kinds: readonly ClientKind[] = [
  {
    name: "Sentinel with ioredis 5",
    open: async () => ({ client: new Ioredis5(ioredisOptions()) }),
  },
  {
    name: "Sentinel with ioredis 6",
    open: async () => ({ client: new Ioredis6(ioredisOptions()) }),
  },
  {
    name: "Sentinel with node-redis 5",
    async open() {
      const client = createSentinel5(nodeRedisOptions()).on("error", () => undefined);
      await client.connect();
      return { client, close: () => client.close() };
    },
  },
  {
    name: "Sentinel with node-redis 6",
    async open() {
      const client = createSentinel6(nodeRedisOptions()).on("error", () => undefined);
      await client.connect();
      return { client, close: () => client.close() };
    },
  },
];

async function empty() {
  const primary = await group.primary();
  await primary.command("FLUSHALL");
}

for (const kind of kinds) bothContracts(kind, { empty });
