import type { Dialer, Link } from "../connection/link.js";
import { serverName, serverNames } from "./server-name.js";

/** The part of ioredis and iovalkey that is used. Both go by the same names, in all majors. */
export interface Ioredis {
  readonly options: IoredisOptions;
  duplicate(options: object): Ioredis;
  connect(): Promise<void>;
  disconnect(): void;
  on(event: string, listener: (value: unknown) => void): unknown;
  evalsha(sha: string, keys: number, ...rest: string[]): Promise<unknown>;
  eval(text: string, keys: number, ...rest: string[]): Promise<unknown>;
  call(...command: string[]): Promise<unknown>;
  readonly stream?: IoredisStream;
}

interface IoredisStream {
  unref?(): void;
  destroy?(): void;
  cork?(): void;
  uncork?(): void;
}

interface IoredisOptions {
  readonly sentinels?: readonly unknown[] | null;
  readonly name?: string | null;
}

/** One server, or the primary that Sentinel names. */
export function ioredisDialer(client: Ioredis, deadlineMilliseconds: number): Dialer {
  const { options } = client;
  const sentinels = options.sentinels ?? [];
  const topology = sentinels.length > 0 ? "sentinel" : "single";
  const server =
    topology === "single"
      ? serverName(options)
      : `${options.name} of the sentinels ${serverNames(sentinels)}`;

  return {
    server,
    topology,
    async dial(attempt, life, lost) {
      const redis = client.duplicate({
        ...safeOptions(deadlineMilliseconds),
        ...(topology === "sentinel" && sentinelOptions(sentinels, attempt, deadlineMilliseconds)),
      });
      await opened(redis, life, lost);
      const gather = gathering(redis.stream);
      return ioredisLink(redis, () => [redis], gather);
    },
  };
}

/**
 * No reconnection by the library, which would send again what was sent before (`autoResendUnfulfilledCommands`,
 * `maxRetriesPerRequest`): a connection ends once, and we open the next one.
 */
export function safeOptions(deadlineMilliseconds: number): object {
  return {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
    reconnectOnError: null,
    connectTimeout: deadlineMilliseconds,
    commandTimeout: undefined,
    // How long it waits for the other side before it destroys a socket that it has ended.
    disconnectTimeout: 100,
    enableAutoPipelining: false,
    readOnly: false,
    monitor: false,
  };
}

/** Each try begins with another sentinel: the first one may be the one that is gone. */
function sentinelOptions(
  sentinels: readonly unknown[],
  attempt: number,
  deadlineMilliseconds: number,
): object {
  const first = (attempt - 1) % sentinels.length;
  return {
    sentinels: [...sentinels.slice(first), ...sentinels.slice(0, first)],
    role: "master",
    sentinelRetryStrategy: null,
    sentinelCommandTimeout: deadlineMilliseconds / 2,
    connectTimeout: deadlineMilliseconds / 2,
  };
}

async function opened(
  redis: Ioredis,
  life: AbortSignal,
  lost: (cause: unknown) => void,
): Promise<void> {
  // Why it ended is told only here; the rejection says that it ended.
  let fault: unknown;
  redis.on("error", (error) => {
    fault = error;
  });
  redis.on("end", () => lost(fault ?? new Error("the connection was closed by the server")));
  redis.on("connect", () => redis.stream?.unref?.());
  life.addEventListener("abort", () => {
    redis.disconnect();
    redis.stream?.destroy?.();
  });
  await redis.connect().catch((error: unknown) => Promise.reject(fault ?? error));
}

/**
 * What is sent in one turn of the event loop goes out in one write: two budgets of one request, and those of others that
 * came with it. A write is what a command costs most.
 */
function gathering(stream: IoredisStream | undefined): () => void {
  const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => void };
  if (typeof stream?.cork !== "function" || setImmediate === undefined) return () => {};
  let corked = false;
  return () => {
    if (corked) return;
    corked = true;
    stream.cork?.();
    setImmediate(() => {
      corked = false;
      stream.uncork?.();
    });
  };
}

export function ioredisLink(
  redis: Pick<Ioredis, "eval" | "evalsha">,
  primaries: () => readonly Pick<Ioredis, "call">[],
  gather: () => void = () => {},
): Link {
  return {
    evalsha(sha, keys, args) {
      gather();
      return redis.evalsha(sha, keys.length, ...keys, ...args);
    },
    eval: (text, keys, args) => redis.eval(text, keys.length, ...keys, ...args),
    onPrimaries: (command) => Promise.all(primaries().map((primary) => primary.call(...command))),
  };
}
