import { Redis } from "ioredis6";

export type Argument = string | number | Buffer;

/** Sends one command over a connection of its own: servers here die and come back between two commands. */
export async function redisCommand(
  port: number,
  command: string,
  ...args: readonly Argument[]
): Promise<unknown> {
  const redis = new Redis({
    port,
    host: "127.0.0.1",
    lazyConnect: true,
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // One that is paused would keep us for ever.
    commandTimeout: 10_000,
  });
  // Whoever awaits the command is told.
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return await redis.call(command, ...args);
  } finally {
    redis.disconnect();
  }
}

/** A reply that lists names and values in turns, as Sentinel's do. */
export function namedValues(reply: unknown): ReadonlyMap<string, string> {
  const list = (reply as readonly unknown[]).map(String);
  const pairs = list.flatMap((name, index) =>
    index % 2 === 0 ? [[name, list[index + 1] ?? ""] as const] : [],
  );
  return new Map(pairs);
}

/** A reply that has a line "name:value" each, as INFO and CLUSTER INFO do. */
export function infoValues(reply: unknown): ReadonlyMap<string, string> {
  const lines = String(reply)
    .split(/\r?\n/)
    .filter((line) => line.includes(":"));
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1)] as const;
    }),
  );
}
