import { ConfigurationError } from "@second-factor/core";
import type { Link } from "../connection/link.js";
import type { Asker } from "./asker.js";
import type { UpstashClient } from "./client-shapes.js";

interface Upstash {
  eval(text: string, keys: string[], args: string[]): Promise<unknown>;
  evalsha(sha: string, keys: string[], args: string[]): Promise<unknown>;
}

export function isUpstash(client: object): client is UpstashClient {
  const { evalsha, pipeline, duplicate } = client as Readonly<Record<string, unknown>>;
  return typeof evalsha === "function" && typeof pipeline === "function" && duplicate === undefined;
}

/**
 * @throws ConfigurationError `store_client_unsafe` where its HTTP client sends a request again that failed, though it may
 * have been carried out. With `retry: false` it still does so once.
 */
export function upstashLink(
  client: UpstashClient,
  { store }: Asker,
): Pick<Link, "eval" | "evalsha"> {
  const { client: http } = client as { client?: { retry?: { attempts?: unknown } } };
  if (http?.retry?.attempts !== 0) {
    throw new ConfigurationError(
      "store_client_unsafe",
      `${store}: the Upstash client sends again what failed, also what was carried out.`,
      "Create it with retry: { retries: 0 }; retry: false still tries twice.",
    );
  }
  const upstash = client as unknown as Upstash;
  return {
    eval: (text, keys, args) => upstash.eval(text, [...keys], [...args]).catch(rethrowPlain),
    evalsha: (sha, keys, args) => upstash.evalsha(sha, [...keys], [...args]).catch(rethrowPlain),
  };
}

/** What Redis replied, without what pipelining puts before it. */
function rethrowPlain(cause: unknown): never {
  if (!(cause instanceof Error)) throw cause;
  throw new Error(cause.message.replace(/^Command (\d+ \[ \w+ \] )?failed: /, ""));
}
