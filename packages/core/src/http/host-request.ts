import type { AdapterEngine, AdapterOptions, EngineSource } from "./adapter-port.js";
import { clientFromSocket } from "./client-info.js";
import type { ClientInfo, RequestBody, RouteRequest } from "./route-request.js";

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
}

export function hostRequest<Host>(
  host: Host,
  wire: WireRequest,
  options: AdapterOptions<Host>,
): RouteRequest {
  let client: ClientInfo | undefined;
  const header = (name: string) => wire.header(name);
  return {
    method: wire.method,
    ...splitTarget(wire.target),
    header,
    get client() {
      client ??= options.client?.(host) ?? socketClient(wire, header);
      return client;
    },
    get body() {
      return wire.body();
    },
    subject: () => options.subject(host),
    sessionHeldBy: options.session.heldBy,
    session: (context) => options.session.open(host, context),
  };
}

function socketClient(wire: WireRequest, header: WireRequest["header"]): ClientInfo {
  const { address, secure } = wire.peer();
  return clientFromSocket(address, secure, header);
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
