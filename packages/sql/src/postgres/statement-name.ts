const known = new Map<string, string>();

/**
 * Of a prepared statement: the same for the same text in every process, since a pooler may hand a server's connection
 * from one to the next. Two FNV-1a hashes of 32 bits: a pair of texts with one name would be refused by pg, not mixed up.
 */
export function statementName(text: string): string {
  const name =
    known.get(text) ?? `second_factor_${hash(text, 0x811c9dc5)}${hash(text, 0x2d35a9c1)}`;
  if (known.size < 100) known.set(text, name);
  return name;
}

function hash(text: string, basis: number): string {
  let value = basis;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(36).padStart(7, "0");
}
