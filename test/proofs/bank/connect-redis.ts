import { Cluster, Redis } from "ioredis6";
import type { RedisAt } from "./stores-at.js";

const host = "127.0.0.1";

/** The client that a host hands over. The stores open connections of their own that are like it; this one stays shut. */
export function connectRedis(at: RedisAt): Redis | Cluster {
  const lazyConnect = true;
  switch (at.kind) {
    case "single":
      return new Redis({ host, port: at.port, lazyConnect });
    case "sentinel": {
      const sentinels = at.sentinels.map((port) => ({ host, port }));
      return new Redis({ sentinels, name: at.name, lazyConnect });
    }
    case "cluster": {
      const nodes = at.ports.map((port) => ({ host, port }));
      return new Cluster(nodes, { lazyConnect });
    }
  }
}
