import { ConfigurationError } from "@second-factor/core";
import type { Connection } from "../connection/connection.js";
import type { Asker } from "./asker.js";
import type { RedisClient } from "./client-shapes.js";
import { detectClient } from "./detect-client.js";

const known = new WeakMap<object, Map<number, Connection>>();

export interface RedisOptions {
  /** How long Redis may take for one answer. 1000 milliseconds where it is left out. */
  readonly deadlineMilliseconds?: number;
}

/** Stores that are given the same client share one connection. @throws ConfigurationError */
export function connectionTo(
  client: RedisClient,
  asker: Asker,
  { deadlineMilliseconds = 1000 }: RedisOptions,
): Connection {
  if (!Number.isSafeInteger(deadlineMilliseconds) || deadlineMilliseconds < 10) {
    throw new ConfigurationError(
      asker.code,
      `${asker.store}: deadlineMilliseconds is ${deadlineMilliseconds}.`,
      "Give whole milliseconds, 10 or more; 1000 is the default.",
    );
  }
  const byDeadline = known.get(client) ?? new Map<number, Connection>();
  const connection =
    byDeadline.get(deadlineMilliseconds) ?? detectClient(client, asker, deadlineMilliseconds);
  byDeadline.set(deadlineMilliseconds, connection);
  known.set(client, byDeadline);
  return connection;
}
