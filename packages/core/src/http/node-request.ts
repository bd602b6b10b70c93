import type { WireRequest } from "./host-request.js";
import { type NodeBody, readNodeBody } from "./node-body.js";
import type { RequestBody } from "./route-request.js";

/** The part of node:http's IncomingMessage that is needed. */
export interface NodeRequest extends NodeBody {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: unknown };
  readonly readableDidRead: boolean;
  readonly readableEnded: boolean;
}

/** What Express and Koa have in common. `parsed` is the body as a parser of the host's left it, if one ran. */
export function nodeWire(request: NodeRequest, target: string, parsed: unknown): WireRequest {
  return new NodeWire(request, target, parsed);
}

/** A class for the same reason as the request's own: one stands before every guarded request. */
class NodeWire implements WireRequest {
  constructor(
    readonly request: NodeRequest,
    readonly target: string,
    readonly parsed: unknown,
  ) {}

  get method(): string {
    return this.request.method ?? "GET";
  }

  header(name: string): string | undefined {
    const field = this.request.headers[name];
    return Array.isArray(field) ? field.join(", ") : field;
  }

  peer(): { address: string | undefined; secure: boolean } {
    const { remoteAddress, encrypted } = this.request.socket;
    return { address: remoteAddress, secure: encrypted === true };
  }

  body(): RequestBody {
    return nodeBody(this.request, this.parsed);
  }
}

/** Parsers leave `{}` also where they read nothing, so only the stream tells whether anybody did. */
function nodeBody(request: NodeRequest, parsed: unknown): RequestBody {
  if (request.readableDidRead || request.readableEnded) return { kind: "parsed", value: parsed };
  return { kind: "unread", read: (limit) => readNodeBody(request, limit) };
}
