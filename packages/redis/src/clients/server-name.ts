/**
 * "127.0.0.1:6379" out of what a client library takes for an address: a URL, `{ host, port }`, `{ path }`,
 * `{ url }` or `{ socket }`. Never a name or a password.
 */
export function serverName(address: unknown): string {
  if (typeof address === "number") return `localhost:${address}`;
  if (typeof address === "string") return nameInUrl(address);
  if (typeof address !== "object" || address === null) return "localhost:6379";
  const { url, socket, path, host, port } = address as Readonly<Record<string, unknown>>;
  if (typeof url === "string") return nameInUrl(url);
  if (socket !== undefined) return serverName(socket);
  if (typeof path === "string") return path;
  return `${host ?? "localhost"}:${port ?? 6379}`;
}

export const serverNames = (addresses: readonly unknown[]): string =>
  addresses.map(serverName).join(", ");

function nameInUrl(text: string): string {
  // Without a scheme ioredis takes it for a host, or for the path of a socket.
  if (!text.includes("://")) return text.includes("@") ? "the given address" : text;
  try {
    const { host, hostname, port, protocol } = new URL(text);
    return protocol.startsWith("redis") && port === "" ? `${hostname}:6379` : host;
  } catch {
    return "the given address";
  }
}
