import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type ProxyState, proxyConnection } from "./proxy-connection.js";
import { type TripClock, tripClock } from "./trip-clock.js";

export interface TcpProxy {
  readonly port: number;
  /** How many connections are open now. */
  readonly connections: number;
  /** Sequential trips that were answered so far: as long as the longest chain of requests that each followed a reply. */
  readonly turns: number;
  /** Resets every connection. */
  cutAll(): void;
  /** New connections are reset at once; those that are open stay. */
  refuse(on: boolean): void;
  /** Connections are accepted and kept, and nothing is handed on either way until this is off again. */
  blackHole(on: boolean): void;
  /** Requests are handed on and done, and their replies are lost: such a connection stays mute until it is cut. */
  loseReplies(on: boolean): void;
  /** What goes either way waits that long, from now on. */
  delay(milliseconds: number): void;
  /** Another clock that is told of every request and reply, until the returned function is called. */
  watch(clock: TripClock): () => void;
  close(): Promise<void>;
}

/**
 * Stands in front of a server on 127.0.0.1, breaks the connections to it in the ways that networks do, and counts trips.
 * `holdReplyMs`: how long replies are collected before they are handed on, so that requests which do not wait for each
 * other count as one trip however their replies come.
 */
export async function startProxy(
  targetPort: number,
  { holdReplyMs = 0 }: { readonly holdReplyMs?: number } = {},
): Promise<TcpProxy> {
  const own = tripClock();
  const clocks = new Set([own]);
  const state: ProxyState = {
    holdReplyMs,
    delayMs: 0,
    blackHole: false,
    loseReplies: false,
    clocks,
  };
  const connections = new Map<Socket, ReturnType<typeof proxyConnection>>();
  let refusing = false;

  const server = createServer({ noDelay: true }, (client) => {
    client.on("error", () => undefined);
    if (refusing) return void client.resetAndDestroy();
    const target = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
    connections.set(client, proxyConnection(client, target, state));
    client.once("close", () => connections.delete(client));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");

  function cutAll(): void {
    for (const connection of connections.values()) connection.cut();
  }
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections.size;
    },
    get turns() {
      return own.turns;
    },
    cutAll,
    refuse(on) {
      refusing = on;
    },
    blackHole(on) {
      state.blackHole = on;
      for (const connection of connections.values()) connection.follow();
    },
    loseReplies(on) {
      state.loseReplies = on;
    },
    delay(milliseconds) {
      state.delayMs = milliseconds;
    },
    watch(clock) {
      clocks.add(clock);
      return () => clocks.delete(clock);
    },
    async close() {
      cutAll();
      server.close();
      await once(server, "close");
    },
  };
}
