import type { Dialer } from "../connection/link.js";
import { type Ioredis, ioredisLink, safeOptions } from "./ioredis-dialer.js";
import { serverNames } from "./server-name.js";

/** The part of `Cluster` of ioredis and iovalkey that is used. */
export interface IoredisCluster
  extends Pick<Ioredis, "connect" | "disconnect" | "eval" | "evalsha" | "on"> {
  readonly options: { readonly redisOptions?: object };
  readonly startupNodes: readonly unknown[];
  duplicate(startupNodes: unknown[], options: object): IoredisCluster;
  nodes(role: "master"): readonly Ioredis[];
}

export function ioredisClusterDialer(client: IoredisCluster, deadlineMilliseconds: number): Dialer {
  return {
    server: serverNames(client.startupNodes),
    topology: "cluster",
    async dial(_attempt, life, lost) {
      const cluster = client.duplicate([], {
        ...clusterOptions(deadlineMilliseconds),
        redisOptions: { ...client.options.redisOptions, ...safeOptions(deadlineMilliseconds) },
      });
      let fault: unknown;
      for (const event of ["error", "node error"]) {
        cluster.on(event, (error) => {
          fault = error;
        });
      }
      cluster.on("end", () => lost(fault ?? new Error("no node of the cluster is left")));
      cluster.on("+node", (node) => {
        const redis = node as Ioredis;
        redis.on("connect", () => redis.stream?.unref?.());
      });
      life.addEventListener("abort", () => cluster.disconnect());
      await cluster.connect().catch((error: unknown) => Promise.reject(fault ?? error));
      return ioredisLink(cluster, () => cluster.nodes("master"));
    },
  };
}

/**
 * With `retryDelayOnFailover` it would send again what was sent over a connection that closed. The offline queue holds
 * only what was never sent: nodes are connected to with their first command, and what comes in between waits.
 */
function clusterOptions(deadlineMilliseconds: number): object {
  return {
    lazyConnect: true,
    enableOfflineQueue: true,
    clusterRetryStrategy: null,
    clusterNodeRetryStrategy: null,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    maxRedirections: 5,
    scaleReads: "master",
    slotsRefreshTimeout: deadlineMilliseconds,
    slotsRefreshInterval: 0,
    shardedSubscribers: false,
    enableAutoPipelining: false,
  };
}
