import type { ClientInfo } from "./route-request.js";

const forwardingFields = ["forwarded", "x-forwarded-for", "x-real-ip", "cf-connecting-ip"];

/**
 * Who the client is where the host gave no `client` option: the socket's peer. Behind a proxy every client would be
 * the proxy, and one bucket for everyone would let a stranger spend everyone's budget; so a forwarding field that
 * nobody told us to trust makes the address unknown instead.
 */
export function clientFromSocket(
  address: string | undefined,
  secure: boolean,
  header: (name: string) => string | undefined,
): ClientInfo {
  const proxied = forwardingFields.some((name) => header(name) !== undefined);
  return proxied ? { address: undefined, secure, addressWithheld: true } : { address, secure };
}

/** What Bun's server and Deno's info know of a web Request's socket. */
export interface WebPeer {
  requestIP?(request: Request): { readonly address: string } | null;
  readonly remoteAddr?: object;
}

/** Undefined where the runtime tells nobody, as a Worker. */
export function webPeerAddress(request: Request, peer: WebPeer = {}): string | undefined {
  const { hostname } = (peer.remoteAddr ?? {}) as { readonly hostname?: string };
  return peer.requestIP?.(request)?.address ?? hostname;
}
