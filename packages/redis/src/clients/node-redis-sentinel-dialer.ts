import type { Dialer } from "../connection/link.js";
import { dialLike, type NodeRedis } from "./node-redis-dialer.js";

/** The part of `createSentinel` of node-redis that is used. */
export interface NodeRedisSentinel {
  readonly isOpen: boolean;
  /** The primary that it is connected to at the moment. */
  getMasterNode(): { readonly host: string; readonly port: number } | undefined;
  _execute<T>(isReadonly: boolean, use: (client: NodeRedis) => Promise<T>): Promise<T>;
}

/**
 * The user's own sentinel client follows the primary, and lends us the options of its connection to it. Nothing is sent
 * through it: after a failover it sends again what it had sent. It is asked for a connection only while it has one, since
 * otherwise it would wait, in major 5 for as long as the old primary is gone.
 */
export function nodeRedisSentinelDialer(
  sentinel: NodeRedisSentinel,
  deadlineMilliseconds: number,
): Dialer {
  return {
    server: "the primary that Sentinel names",
    topology: "sentinel",
    async dial(_attempt, life, lost) {
      if (!sentinel.isOpen)
        throw new Error("the sentinel client is not connected: call connect() on it");
      if (sentinel.getMasterNode() === undefined) throw new Error("no primary is known at present");
      // Wrapped: what it resolves to is awaited, and a client must not be.
      const { client } = await sentinel._execute(false, async (client) => ({ client }));
      return dialLike(client, life, lost, deadlineMilliseconds);
    },
  };
}
