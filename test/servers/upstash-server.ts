import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Redis, ReplyError } from "ioredis6";

export interface UpstashServer {
  readonly port: number;
  readonly url: string;
  readonly token: string;
  /** HTTP requests so far, whatever became of them. */
  readonly requests: number;
  close(): Promise<void>;
}

type Command = readonly [name: string, ...args: (string | number)[]];
type Result = { readonly result: unknown } | { readonly error: string };

/**
 * Upstash's REST protocol in front of a Redis of ours: one command, a pipeline or a transaction a request, as
 * https://upstash.com/docs/redis/features/restapi tells and @upstash/redis sends them. It is a stand-in: what Upstash
 * itself does behind the protocol is not part of it.
 */
export async function startUpstash({ port }: { readonly port: number }): Promise<UpstashServer> {
  const token = randomBytes(16).toString("hex");
  const redis = new Redis({
    port,
    host: "127.0.0.1",
    protocol: 2,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => 50,
  });
  // Who asked is answered 503.
  redis.on("error", () => undefined);
  let requests = 0;

  const server = createServer((request, response) => {
    requests += 1;
    answer(redis, token, request)
      .catch((error: Error) => ({ status: 503, body: { error: error.message } }))
      .then(({ status, body }) => reply(response, status, body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    url: `http://127.0.0.1:${own}`,
    token,
    get requests() {
      return requests;
    },
    async close() {
      redis.disconnect();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function answer(redis: Redis, token: string, request: IncomingMessage): Promise<Answer> {
  const { method, url, headers } = request;
  const sent = await text(request);
  if (headers.authorization !== `Bearer ${token}`) {
    return { status: 401, body: { error: "WRONGPASS invalid or missing auth token" } };
  }
  const body = method === "POST" ? parse(sent) : undefined;
  const encoded = headers["upstash-encoding"] === "base64";
  if (url === "/" && isCommand(body)) {
    return withStatus(await perform(redis, body, encoded));
  }
  if (Array.isArray(body) && body.length > 0 && body.every(isCommand)) {
    if (url === "/pipeline") {
      const each = body.map((command) => perform(redis, command, encoded));
      return { status: 200, body: await Promise.all(each) };
    }
    if (url === "/multi-exec") return transaction(redis, body, encoded);
  }
  return { status: 400, body: { error: "ERR failed to parse command" } };
}

const withStatus = (body: Result): Answer => ({ status: "error" in body ? 400 : 200, body });

/** Throws where it is not known what became of the command. */
async function perform(redis: Redis, [name, ...args]: Command, encoded: boolean): Promise<Result> {
  try {
    return resultOf(await redis.callBuffer(name, ...args), encoded);
  } catch (error) {
    if (error instanceof ReplyError) return { error: (error as Error).message };
    throw error;
  }
}

/** Written at once, so that nobody else's command comes in between on the one connection. */
async function transaction(
  redis: Redis,
  commands: readonly Command[],
  encoded: boolean,
): Promise<Answer> {
  const all: Command[] = [["MULTI"], ...commands, ["EXEC"]];
  const settled = await Promise.allSettled(
    all.map(([name, ...args]) => redis.callBuffer(name, ...args)),
  );
  const last = settled.at(-1);
  if (last?.status === "fulfilled") {
    const results = (last.value as unknown[]).map((value) => resultOf(value, encoded));
    return { status: 200, body: results };
  }
  if (last?.reason instanceof ReplyError) return withStatus({ error: last.reason.message });
  throw last?.reason;
}

function resultOf(value: unknown, encoded: boolean): Result {
  if (value instanceof Error) return { error: value.message };
  return { result: toJson(value, encoded) };
}

function toJson(value: unknown, encoded: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => toJson(each, encoded));
  if (!Buffer.isBuffer(value)) return value;
  const plain = value.toString();
  // The client takes it for itself.
  return encoded && plain !== "OK" ? value.toString("base64") : plain;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isCommand(body: unknown): body is Command {
  return (
    Array.isArray(body) &&
    typeof body[0] === "string" &&
    body.every((part) => typeof part === "string" || typeof part === "number")
  );
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
