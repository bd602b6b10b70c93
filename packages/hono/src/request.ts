import {
  type AdapterOptions,
  hostRequest,
  type RequestBody,
  type RouteRequest,
  readStream,
  type WebPeer,
  webPeerAddress,
} from "@second-factor/core/http";
import type { Context, Env, HonoRequest } from "hono";

export function toRouteRequest<E extends Env>(
  c: Context<E>,
  options: AdapterOptions<Context<E>>,
): RouteRequest {
  const { req } = c;
  return hostRequest(
    c,
    {
      method: req.method,
      target: req.url,
      header: (name) => req.header(name),
      peer: () => peer(c),
      body: () => bodyOf(c),
      waitUntil: (work) => executionContext(c)?.waitUntil(work),
    },
    options,
  );
}

/**
 * The body as far as anybody read it. What a middleware above parsed, Hono keeps; its parser's rules applied then, as
 * they do in every framework.
 */
function bodyOf({ req }: Context): RequestBody {
  if (Object.keys(req.bodyCache).length > 0) return { kind: "parsed", value: parsed(req) };
  if (req.raw.bodyUsed) return { kind: "parsed", value: undefined };
  return {
    kind: "unread",
    async read(limit) {
      // A length that was announced was kept, or the server would have refused the request.
      const announced = Number(req.header("content-length") ?? Number.NaN);
      return announced <= limit
        ? new Uint8Array(await req.arrayBuffer())
        : readStream(req.raw.body, limit);
    },
  };
}

async function parsed(req: HonoRequest): Promise<unknown> {
  const form = !/^application\/json\b/i.test(req.header("content-type") ?? "");
  try {
    return form ? fieldsOf(await req.formData()) : await req.json();
  } catch {
    // Read as something else; nobody made fields of it.
    return undefined;
  }
}

/** As the other frameworks' parsers do it: a name that comes several times has an array. */
function fieldsOf(data: FormData): Record<string, unknown> {
  const names = [...new Set(data.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = data.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

/** A Worker ends all work with the reply unless it was handed over here; other runtimes have none, and need none. */
function executionContext(c: Context): { waitUntil(work: Promise<unknown>): void } | null {
  try {
    return c.executionCtx;
  } catch {
    return null;
  }
}

interface Address {
  readonly remoteAddress?: string;
  readonly encrypted?: boolean;
}

/** Bun's server and Deno's info may be the bindings themselves. */
interface ServerBindings extends WebPeer {
  /** @hono/node-server, also where it was given bindings of its own. */
  readonly incoming?: { readonly socket?: Address };
  readonly server?: WebPeer & { readonly incoming?: { readonly socket?: Address } };
}

/** The socket's other end, wherever the runtime keeps it; a Worker has none. */
function peer({ env, req }: Context): { address: string | undefined; secure: boolean } {
  const bindings = (env ?? {}) as ServerBindings;
  const server = bindings.server ?? bindings;
  const socket = server.incoming?.socket;
  if (socket !== undefined) {
    return { address: socket.remoteAddress, secure: socket.encrypted === true };
  }
  return { address: webPeerAddress(req.raw, server), secure: req.url.startsWith("https:") };
}

/** As many segments of the path as stand before the sub-app's own "*", so that a mount may have parameters. */
export function mountedAt({ req }: Context): string {
  const depth = req.routePath.split("/").length - 1;
  return req.path.split("/").slice(0, depth).join("/");
}
