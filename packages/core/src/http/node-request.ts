import { collectBytes } from "./collect-bytes.js";
import type { WireRequest } from "./host-request.js";
import type { RequestBody } from "./route-request.js";

/** The part of node:http's IncomingMessage that is needed; core knows no Node types. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: unknown };
  readonly readableDidRead: boolean;
  readonly readableEnded: boolean;
  iterator(options: { destroyOnReturn: boolean }): AsyncIterator<unknown>;
  resume(): unknown;
}

/** What Express and Koa have in common. `parsed` is the body as a parser of the host's left it, if one ran. */
export function nodeWire(request: NodeRequest, target: string, parsed: unknown): WireRequest {
  const { headers, socket } = request;
  return {
    method: request.method ?? "GET",
    target,
    header(name) {
      const field = headers[name];
      return Array.isArray(field) ? field.join(", ") : field;
    },
    peer: () => ({ address: socket.remoteAddress, secure: socket.encrypted === true }),
    body: () => nodeBody(request, parsed),
  };
}

/** Parsers leave `{}` also where they read nothing, so only the stream tells whether anybody did. */
function nodeBody(request: NodeRequest, parsed: unknown): RequestBody {
  if (request.readableDidRead || request.readableEnded) return { kind: "parsed", value: parsed };
  return {
    kind: "unread",
    async read(limit) {
      const chunks = request.iterator({ destroyOnReturn: false });
      const bytes = await collectBytes(chunks, limit);
      if (bytes === null) {
        // Destroying the stream would take the socket and the reply with it, and an unread rest would block the
        // connection's next request. Nothing of it is kept.
        await chunks.return?.();
        request.resume();
      }
      return bytes;
    },
  };
}
