import type { Dialer } from "../connection/link.js";
import { unheldTimer } from "../connection/timers.js";
import { destroy, type NodeRedis, nodeRedisLink, safeOptions } from "./node-redis-dialer.js";
import { serverNames } from "./server-name.js";

/** The part of a cluster of node-redis that is used. */
export interface NodeRedisCluster
  extends Pick<NodeRedis, "connect" | "destroy" | "eval" | "evalSha" | "on"> {
  readonly _options: {
    readonly rootNodes: readonly unknown[];
    readonly defaults?: { readonly socket?: object };
  };
  readonly masters: readonly ClusterNode[];
  duplicate(options: object): NodeRedisCluster;
  nodeClient(node: ClusterNode): Promise<NodeRedis>;
}

interface ClusterNode {
  readonly client?: NodeRedis;
}

export function nodeRedisClusterDialer(
  client: NodeRedisCluster,
  deadlineMilliseconds: number,
): Dialer {
  const { rootNodes, defaults } = client._options;
  return {
    server: serverNames(rootNodes),
    topology: "cluster",
    async dial(_attempt, life) {
      const cluster = client.duplicate({
        // Connected to with the first command: else one primary that is down would shut out all others.
        minimizeConnections: true,
        useReplicas: false,
        maxCommandRedirections: 5,
        commandOptions: {},
        clientSideCache: undefined,
        defaults: { ...defaults, ...safeOptions(defaults?.socket, deadlineMilliseconds) },
      });
      let fault: unknown;
      for (const event of ["error", "node-error"]) {
        cluster.on(event, (error) => {
          fault = error;
        });
      }
      cluster.on("node-ready", () => {
        for (const node of cluster.masters) node.client?.unref();
      });
      life.addEventListener("abort", () => end(cluster, deadlineMilliseconds));
      await cluster.connect().catch((error: unknown) => Promise.reject(fault ?? error));
      return nodeRedisLink(cluster, () =>
        Promise.all(cluster.masters.map((node) => cluster.nodeClient(node))),
      );
    },
  };
}

/** One node that has already ended makes the library stop half-way, so each is ended for itself. */
function end(cluster: NodeRedisCluster, deadlineMilliseconds: number): void {
  for (const { client } of cluster.masters) {
    if (client === undefined) continue;
    if (client.isReady) destroy(client);
    else unheldTimer(() => destroy(client), deadlineMilliseconds);
  }
  destroy(cluster);
}
