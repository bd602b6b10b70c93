import {
  type AdapterOptions,
  hostRequest,
  type RequestBody,
  type RouteRequest,
  readStream,
} from "@second-factor/core/http";
import type { Context, Env } from "hono";

export function toRouteRequest<E extends Env>(
  c: Context<E>,
  options: AdapterOptions<Context<E>>,
  body: RequestBody = { kind: "parsed", value: undefined },
): RouteRequest {
  const { req } = c;
  return hostRequest(
    c,
    {
      method: req.method,
      target: req.url,
      header: (name) => req.header(name),
      peer: () => peer(c),
      body: () => body,
    },
    options,
  );
}

/**
 * The body as far as anybody read it. Hono caches what it read as text or bytes, from which the bytes can be had again;
 * only a form that was parsed straight from the stream can't.
 */
export async function bodyOf({ req }: Context): Promise<RequestBody> {
  const cached = Object.keys(req.bodyCache)[0];
  if (cached === "formData" || cached === "parsedBody") {
    return { kind: "parsed", value: Object.fromEntries(await req.formData()) };
  }
  if (cached === undefined && req.raw.bodyUsed) return { kind: "parsed", value: undefined };
  return {
    kind: "unread",
    async read(limit) {
      // A length that was announced was kept, or the server would have refused the request.
      const announced = Number(req.header("content-length") ?? Number.NaN);
      if (cached === undefined && !(announced <= limit)) return readStream(req.raw.body, limit);
      const bytes = new Uint8Array(await req.arrayBuffer());
      return bytes.byteLength > limit ? null : bytes;
    },
  };
}

interface Address {
  readonly remoteAddress?: string;
  readonly encrypted?: boolean;
}

interface ServerBindings {
  /** @hono/node-server, also where it was given bindings of its own. */
  readonly incoming?: { readonly socket?: Address };
  readonly server?: {
    readonly incoming?: { readonly socket?: Address };
    /** Bun. */
    requestIP?(request: Request): { readonly address: string } | null;
  };
  /** Bun, handed on as it is. */
  requestIP?(request: Request): { readonly address: string } | null;
  /** Deno. */
  readonly remoteAddr?: { readonly hostname?: string };
}

/** The socket's other end, wherever the runtime keeps it; a Worker has none. */
function peer({ env, req }: Context): { address: string | undefined; secure: boolean } {
  const bindings = (env ?? {}) as ServerBindings;
  const socket = (bindings.server ?? bindings).incoming?.socket;
  if (socket !== undefined) {
    return { address: socket.remoteAddress, secure: socket.encrypted === true };
  }
  const bun = bindings.server ?? bindings;
  const address = bun.requestIP?.(req.raw)?.address ?? bindings.remoteAddr?.hostname;
  return { address, secure: req.url.startsWith("https:") };
}

/** As many segments of the path as stand before the sub-app's own "*", so that a mount may have parameters. */
export function mountedAt({ req }: Context): string {
  const depth = req.routePath.split("/").length - 1;
  return req.path.split("/").slice(0, depth).join("/");
}
