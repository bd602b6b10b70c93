import type { WaitUntil } from "../events/after-reply.js";
import type { MaybePromise } from "../maybe-promise.js";
import type { AdapterEngine, AdapterOptions, EngineSource } from "./adapter-port.js";
import { clientFromSocket } from "./client-info.js";
import type { ClientInfo, RequestBody, RouteRequest } from "./route-request.js";
import type { SessionContext, SessionHandle } from "./session-port.js";

/** What an adapter takes from its framework's request. All else in a RouteRequest is the same for every framework. */
export interface WireRequest {
  readonly method: string;
  /** The request target: a path with its query, or a whole URL. */
  readonly target: string;
  header(name: string): string | undefined;
  /** The socket's other end; asked only where the host gave no `client`. */
  peer(): { readonly address: string | undefined; readonly secure: boolean };
  /** Asked only by routes that take one. */
  body(): RequestBody;
  /** On runtimes that end a request with its reply. */
  readonly waitUntil?: WaitUntil | undefined;
}

export function hostRequest<Host>(
  host: Host,
  wire: WireRequest,
  options: AdapterOptions<Host>,
): RouteRequest {
  return new HostRequest(host, wire, options);
}

/** A class, since one stands before every guarded request: its methods are made once and not for each. */
class HostRequest<Host> implements RouteRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly sessionHeldBy: RouteRequest["sessionHeldBy"];
  #client: ClientInfo | undefined;

  constructor(
    readonly host: Host,
    readonly wire: WireRequest,
    readonly options: AdapterOptions<Host>,
  ) {
    const { path, query } = splitTarget(wire.target);
    this.method = wire.method;
    this.path = path;
    this.query = query;
    this.sessionHeldBy = options.session.heldBy;
  }

  header(name: string): string | undefined {
    return this.wire.header(name);
  }

  get client(): ClientInfo {
    this.#client ??= this.options.client?.(this.host) ?? this.#socketClient();
    return this.#client;
  }

  #socketClient(): ClientInfo {
    const { address, secure } = this.wire.peer();
    return clientFromSocket(address, secure, (name) => this.wire.header(name));
  }

  get body(): RequestBody {
    return this.wire.body();
  }

  get waitUntil(): WaitUntil | undefined {
    return this.wire.waitUntil;
  }

  subject(): unknown {
    return this.options.subject(this.host);
  }

  session(context: SessionContext): MaybePromise<SessionHandle> {
    return this.options.session.open(this.host, context);
  }
}

/** Also the absolute form (RFC 9112 section 3.2.2), whose authority is the client's word and worth nothing. */
function splitTarget(target: string): { path: string; query: string } {
  const local = target.startsWith("/")
    ? target
    : target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, "");
  const end = local.indexOf("#");
  const sent = end === -1 ? local : local.slice(0, end);
  const mark = sent.indexOf("?");
  if (mark === -1) return { path: sent === "" ? "/" : sent, query: "" };
  return { path: mark === 0 ? "/" : sent.slice(0, mark), query: sent.slice(mark + 1) };
}

export function engineFor<Host>(source: EngineSource<Host>, host: Host): AdapterEngine {
  return typeof source === "function" ? source(host) : source;
}
