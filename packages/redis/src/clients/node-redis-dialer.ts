import type { Dialer, Link } from "../connection/link.js";
import { unheldTimer } from "../connection/timers.js";
import { serverName } from "./server-name.js";

/** The part of a client of node-redis that is used. */
export interface NodeRedis {
  readonly options?: { readonly socket?: object };
  readonly isReady: boolean;
  duplicate(options: object): NodeRedis;
  connect(): Promise<unknown>;
  destroy(): void;
  unref(): void;
  on(event: string, listener: (value: unknown) => void): unknown;
  evalSha(sha: string, options: ScriptArguments): Promise<unknown>;
  eval(text: string, options: ScriptArguments): Promise<unknown>;
  sendCommand(command: string[]): Promise<unknown>;
}

export interface ScriptArguments {
  readonly keys: string[];
  readonly arguments: string[];
}

export function nodeRedisDialer(client: NodeRedis, deadlineMilliseconds: number): Dialer {
  return {
    server: serverName(client.options),
    topology: "single",
    dial: (_attempt, life, lost) => dialLike(client, life, lost, deadlineMilliseconds),
  };
}

/** One more connection to where `client` leads. */
export async function dialLike(
  client: NodeRedis,
  life: AbortSignal,
  lost: (cause: unknown) => void,
  deadlineMilliseconds: number,
): Promise<Link> {
  // Its time may be over since the client was asked for.
  life.throwIfAborted();
  const redis = client.duplicate(safeOptions(client.options?.socket, deadlineMilliseconds));
  let fault: unknown;
  let connecting = true;
  redis.on("connect", () => {
    connecting = false;
  });
  redis.on("error", (error) => {
    fault = error;
    if (!redis.isReady) lost(error);
  });
  redis.on("end", () => lost(fault ?? new Error("the connection was closed")));
  redis.unref();
  life.addEventListener("abort", () => {
    if (connecting) unheldTimer(() => destroy(redis), deadlineMilliseconds);
    else destroy(redis);
  });
  await redis.connect();
  return nodeRedisLink(redis, () => [redis]);
}

/**
 * No reconnection by the library and no queue for one: a connection ends once, and we open the next one. Nothing that
 * would change what replies look like.
 */
export function safeOptions(socket: object | undefined, deadlineMilliseconds: number): object {
  return {
    socket: { ...socket, reconnectStrategy: false, connectTimeout: deadlineMilliseconds },
    disableOfflineQueue: true,
    commandsQueueMaxLength: undefined,
    commandOptions: {},
    clientSideCache: undefined,
    emitInvalidate: false,
    maintNotifications: "disabled",
    pingInterval: undefined,
    readonly: false,
  };
}

/** Throws for a client that has already ended; while TCP still connects, it would connect all the same and stay. */
export function destroy(client: { destroy(): void }): void {
  try {
    client.destroy();
  } catch {
    // It has ended, which is all that was wanted.
  }
}

export function nodeRedisLink(
  redis: Pick<NodeRedis, "eval" | "evalSha">,
  primaries: () => readonly Pick<NodeRedis, "sendCommand">[] | Promise<readonly NodeRedis[]>,
): Link {
  return {
    evalsha: (sha, keys, args) => redis.evalSha(sha, { keys: [...keys], arguments: [...args] }),
    eval: (text, keys, args) => redis.eval(text, { keys: [...keys], arguments: [...args] }),
    async onPrimaries(command) {
      const clients = await primaries();
      return Promise.all(clients.map((client) => client.sendCommand([...command])));
    },
  };
}
