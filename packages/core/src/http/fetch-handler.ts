import type { AdapterEngine, AdapterOptions } from "./adapter-port.js";
import { checkAdapterOptions } from "./check-adapter-options.js";
import { hostRequest } from "./host-request.js";
import { readStream } from "./read-stream.js";
import type { RequestBody, RouteReply, RouteRequest } from "./route-request.js";

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
  const wire = {
    method: request.method,
    target: request.url,
    header: (name: string) => request.headers.get(name) ?? undefined,
    peer: () => ({ address: undefined, secure: request.url.startsWith("https:") }),
    body: () => bodyOf(request),
  };
  return hostRequest(request, wire, options);
}

function bodyOf(request: Request): RequestBody {
  if (request.bodyUsed) return { kind: "parsed", value: undefined };
  return { kind: "unread", read: (limit) => readStream(request.body, limit) };
}

function toHeaders(fields: RouteReply["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of fields) headers.append(name, value);
  return headers;
}

function toResponse({ status, headers, body }: RouteReply): Response {
  return new Response(body === "" ? null : body, { status, headers: toHeaders(headers) });
}
