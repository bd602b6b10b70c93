import type { AdapterEngine, AdapterOptions } from "./adapter-port.js";
import { checkAdapterOptions } from "./check-adapter-options.js";
import type { ClientInfo, RequestBody, RouteReply, RouteRequest } from "./route-request.js";

/** Guards and routes for whatever hands out a web Request and takes a Response: Bun.serve, Deno.serve, frameworks. */
export interface FetchHandler {
  /** The reply below the base path; null for any other path. */
  handle(request: Request): Promise<Response | null>;
  /** A refusal to send, or the headers to put on the reply of whatever comes next. */
  guard(request: Request, options?: Parameters<AdapterEngine["guard"]>[1]): Promise<FetchVerdict>;
  requireSecondFactor(
    request: Request,
    options?: Parameters<AdapterEngine["requireSecondFactor"]>[1],
  ): Promise<FetchVerdict>;
  signOut(request: Request): Promise<Headers>;
}

export type FetchVerdict =
  | { readonly pass: true; readonly headers: Headers }
  | { readonly pass: false; readonly response: Response };

/**
 * @throws ConfigurationError `subject_missing`, `session_port_missing`
 */
export function createFetchHandler(
  engine: AdapterEngine,
  options: AdapterOptions<Request>,
): FetchHandler {
  checkAdapterOptions(options, "sealedCookie({ binding })");
  const plain = (request: Request) => fromRequest(request, options);
  const verdict = async (result: ReturnType<AdapterEngine["guard"]>): Promise<FetchVerdict> => {
    const decided = await result;
    if (!decided.pass) return { pass: false, response: toResponse(decided.reply) };
    return { pass: true, headers: toHeaders(decided.headers) };
  };
  return {
    async handle(request) {
      const asked = plain(request);
      const { basePath } = engine;
      if (asked.path !== basePath && !asked.path.startsWith(`${basePath}/`)) return null;
      return toResponse(await engine.handle(asked));
    },
    guard: (request, guardOptions) => verdict(engine.guard(plain(request), guardOptions)),
    requireSecondFactor: (request, requirement) =>
      verdict(engine.requireSecondFactor(plain(request), requirement)),
    signOut: async (request) => toHeaders(await engine.signOut(plain(request))),
  };
}

function fromRequest(request: Request, options: AdapterOptions<Request>): RouteRequest {
  const url = new URL(request.url);
  const client: ClientInfo = options.client?.(request) ?? {
    address: undefined,
    secure: url.protocol === "https:",
  };
  return {
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    header: (name) => request.headers.get(name) ?? undefined,
    client,
    body: bodyOf(request),
    subject: () => options.subject(request),
    sessionHeldBy: options.session.heldBy,
    session: (context) => options.session.open(request, context),
  };
}

function bodyOf(request: Request): RequestBody {
  if (request.bodyUsed) return { kind: "parsed", value: undefined };
  return { kind: "unread", read: (limit) => readStream(request.body, limit) };
}

/** At most `limit` bytes, or null as soon as there are more; the rest is never read. */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array | null> {
  if (stream === null) return new Uint8Array(0);
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function toHeaders(fields: RouteReply["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of fields) headers.append(name, value);
  return headers;
}

function toResponse({ status, headers, body }: RouteReply): Response {
  return new Response(body === "" ? null : body, { status, headers: toHeaders(headers) });
}
