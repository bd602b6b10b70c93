/** The cookie's value; undefined also where the name comes twice, since one of the two is not ours. */
export function readCookie(field: string | undefined, name: string): string | undefined {
  if (field === undefined) return undefined;
  // Most requests of most people bring none of ours.
  const prefix = `${name}=`;
  if (!field.includes(prefix)) return undefined;
  const values = field
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  return values.length === 1 ? values[0]?.slice(prefix.length) : undefined;
}
