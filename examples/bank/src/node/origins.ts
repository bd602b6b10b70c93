/** Where a server is found, and the same by the name that people type. */
export type Origins = readonly [string, ...string[]];

export function originsOf(hostname: string, port: number): Origins {
  const literal = hostname.includes(":") ? `[${hostname}]` : hostname;
  const [origin, byName] = [literal, "localhost"].map(
    (name) => new URL(`http://${name}:${port}`).origin,
  ) as [string, string];
  return origin === byName ? [origin] : [origin, byName];
}
