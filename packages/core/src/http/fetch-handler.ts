import type { AdapterEngine, AdapterOptions, GuardOptions } from "./adapter-port.js";
import { checkAdapterOptions } from "./check-adapter-options.js";
import { type WebPeer, webPeerAddress } from "./client-info.js";
import { hostRequest } from "./host-request.js";
import { type HostRequirement, requirementFor } from "./host-requirement.js";
import { readStream } from "./read-stream.js";
import type { GuardResult, RequestBody, RouteReply, RouteRequest } from "./route-request.js";

/**
 * What a runtime hands out beside the request, as it is: the `ctx` of a Worker, the `context` of a Vercel or Netlify
 * function, the server of Bun, the info of Deno.
 */
export interface FetchContext extends WebPeer {
  /** Where all work would end with the reply. */
  waitUntil?(work: Promise<unknown>): void;
}

/** Guards and routes for whatever hands out a web Request and takes a Response: Bun.serve, Deno.serve, frameworks. */
export interface FetchHandler {
  /** The reply below the base path; null for any other path. */
  handle(request: Request, context?: FetchContext): Promise<Response | null>;
  /** A refusal to send, or the headers to put on the reply of whatever comes next. */
  guard(request: Request, options?: GuardOptions, context?: FetchContext): Promise<FetchVerdict>;
  requireSecondFactor(
    request: Request,
    options?: HostRequirement<Request>,
    context?: FetchContext,
  ): Promise<FetchVerdict>;
  signOut(request: Request, context?: FetchContext): Promise<Headers>;
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
  const plain = (request: Request, context?: FetchContext) =>
    fromRequest(request, options, context);
  const verdict = (decided: GuardResult): FetchVerdict => {
    if (!decided.pass) return { pass: false, response: toResponse(decided.reply) };
    return { pass: true, headers: toHeaders(decided.headers) };
  };
  return {
    async handle(request, context) {
      const asked = plain(request, context);
      const { basePath } = engine;
      if (asked.path !== basePath && !asked.path.startsWith(`${basePath}/`)) return null;
      return toResponse(await engine.handle(asked));
    },
    guard: async (request, guardOptions, context) =>
      verdict(await engine.guard(plain(request, context), guardOptions)),
    requireSecondFactor: async (request, requirement, context) =>
      verdict(
        await engine.requireSecondFactor(
          plain(request, context),
          requirementFor(requirement)(request),
        ),
      ),
    signOut: async (request, context) => toHeaders(await engine.signOut(plain(request, context))),
  };
}

function fromRequest(
  request: Request,
  options: AdapterOptions<Request>,
  context: FetchContext | undefined,
): RouteRequest {
  const wire = {
    method: request.method,
    target: request.url,
    header: (name: string) => request.headers.get(name) ?? undefined,
    peer: () => ({
      address: webPeerAddress(request, context),
      secure: request.url.startsWith("https:"),
    }),
    body: () => bodyOf(request),
    waitUntil:
      typeof context?.waitUntil === "function"
        ? (work: Promise<unknown>) => context.waitUntil?.(work)
        : undefined,
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
