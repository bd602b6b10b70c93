import { Cluster } from "ioredis6";
import type { RedisCluster } from "../../servers/index.js";

/** Clients of that cluster, as stores are given them. */
export const inCluster =
  ({ ports }: RedisCluster) =>
  () =>
    new Cluster(
      ports.map((port) => ({ host: "127.0.0.1", port })),
      { lazyConnect: true },
    );
