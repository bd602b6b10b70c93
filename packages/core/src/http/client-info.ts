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
