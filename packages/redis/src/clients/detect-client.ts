import { ConfigurationError } from "@second-factor/core";
import type { Connection } from "../connection/connection.js";
import { directConnection } from "../connection/direct-connection.js";
import { keepConnection } from "../connection/kept-connection.js";
import type { Asker } from "./asker.js";
import type { RedisClient, ScriptRunner } from "./client-shapes.js";
import { ioredisClusterDialer } from "./ioredis-cluster-dialer.js";
import { ioredisDialer } from "./ioredis-dialer.js";
import { nodeRedisClusterDialer } from "./node-redis-cluster-dialer.js";
import { nodeRedisDialer } from "./node-redis-dialer.js";
import { nodeRedisSentinelDialer } from "./node-redis-sentinel-dialer.js";
import { isUpstash, upstashLink } from "./upstash-link.js";

/**
 * How to reach what this client reaches. Nothing is opened yet.
 *
 * @throws ConfigurationError where it is nothing that we can use safely
 */
export function detectClient(
  client: RedisClient,
  asker: Asker,
  deadlineMilliseconds: number,
): Connection {
  if (typeof client !== "object" || client === null) throw notAClient(asker, typeof client);
  if (isUpstash(client)) {
    return directConnection("Upstash", upstashLink(client, asker), deadlineMilliseconds);
  }
  const dialer = dialerFor(client, deadlineMilliseconds);
  if (dialer !== null) return keepConnection(dialer, deadlineMilliseconds);
  if (!isScriptRunner(client)) throw notAClient(asker, kindOf(client));
  const runner: ScriptRunner = client;
  const run = (text: string, keys: readonly string[], args: readonly string[]) =>
    runner.eval(text, [...keys], [...args]);
  const evalsha = () => Promise.reject(new Error("NOSCRIPT"));
  return directConnection("the given client", { eval: run, evalsha }, deadlineMilliseconds);
}

function dialerFor(client: object, deadlineMilliseconds: number) {
  const has = (...methods: string[]) => methods.every((method) => isMethod(client, method));
  if (has("duplicate", "defineCommand", "evalsha", "disconnect")) {
    const { isCluster } = client as { isCluster?: boolean };
    return isCluster === true
      ? ioredisClusterDialer(client as never, deadlineMilliseconds)
      : ioredisDialer(client as never, deadlineMilliseconds);
  }
  if (has("getMasterNode", "_execute", "destroy")) {
    return nodeRedisSentinelDialer(client as never, deadlineMilliseconds);
  }
  // Major 4 has no destroy.
  if (has("duplicate", "evalSha", "destroy")) {
    return has("nodeClient")
      ? nodeRedisClusterDialer(client as never, deadlineMilliseconds)
      : has("unref", "sendCommand")
        ? nodeRedisDialer(client as never, deadlineMilliseconds)
        : null;
  }
  return null;
}

/** An object with `eval` that is not some client library: those take other arguments, or send things twice. */
function isScriptRunner(client: object): client is ScriptRunner {
  const library = ["multi", "sendCommand", "send_command", "duplicate", "then"];
  return isMethod(client, "eval") && !library.some((method) => isMethod(client, method));
}

const isMethod = (client: object, name: string): boolean =>
  typeof (client as Readonly<Record<string, unknown>>)[name] === "function";

function kindOf(client: object): string {
  if (isMethod(client, "then")) return "a promise";
  if (isMethod(client, "send_command")) return "node-redis 3 or older";
  if (isMethod(client, "duplicate") && isMethod(client, "evalSha")) return "node-redis 4";
  return "something else";
}

function notAClient({ store, code }: Asker, what: string): ConfigurationError {
  return new ConfigurationError(
    code,
    `${store} was given ${what} and no Redis client.`,
    "Pass a client of ioredis 5 or 6, iovalkey, node-redis 5 or 6 (createClient, createCluster, createSentinel) or @upstash/redis, or an object with eval(script, keys, args).",
  );
}
