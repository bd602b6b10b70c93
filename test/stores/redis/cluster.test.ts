import { Cluster as Cluster5 } from "ioredis5";
import { Cluster as Cluster6 } from "ioredis6";
import { Cluster as ValkeyCluster } from "iovalkey";
import { createCluster as createCluster5 } from "redis5";
import { createCluster as createCluster6 } from "redis6";
import { afterAll, beforeAll } from "vitest";
import { type RedisCluster, startCluster } from "../../servers/index.js";
import { bothContracts, type ClientKind } from "./both-contracts.js";

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startCluster({ replicas: 0 });
});
afterAll(() => cluster.close());

const startupNodes = () => cluster.ports.map((port) => ({ host: "127.0.0.1", port }));
const rootNodes = () => cluster.ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
const lazy = { lazyConnect: true };

const kinds: readonly ClientKind[] = [
  {
    name: "Cluster of ioredis 5",
    open: async () => ({ client: new Cluster5(startupNodes(), lazy) }),
  },
  {
    name: "Cluster of ioredis 6",
    open: async () => ({ client: new Cluster6(startupNodes(), lazy) }),
  },
  {
    name: "Cluster of iovalkey",
    open: async () => ({ client: new ValkeyCluster(startupNodes(), lazy) }),
  },
  {
    name: "createCluster of node-redis 5",
    open: async () => ({ client: createCluster5({ rootNodes: rootNodes() }) }),
  },
  {
    name: "createCluster of node-redis 6",
    open: async () => ({ client: createCluster6({ rootNodes: rootNodes() }) }),
  },
];

async function empty() {
  await Promise.all(cluster.nodes.map((node) => node.command("FLUSHALL")));
}

for (const kind of kinds) bothContracts(kind, { empty });
