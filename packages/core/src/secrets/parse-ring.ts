import { ConfigurationError } from "../configuration/configuration-error.js";

/** How the keys of a ring are written. */
export interface RingGrammar<Key> {
  /** `place` is what messages call it: "Key 2 of 3". */
  parseEntry(entry: string, place: string): Key;
  /** Whether two have the same id or the same bytes. */
  isTwin(key: Key, other: Key): boolean;
  /** What to do for whoever has no key, or one too many. */
  readonly generate: string;
}

/**
 * Reads the keys of a ring, separated by commas, the one that seals first. Messages name a key by its place, never by its
 * id or its text: where signs are missing, what stands in the id's place may be the key.
 *
 * @throws ConfigurationError `key_ring_missing`, `key_duplicate`, and what `parseEntry` throws
 */
export function parseRing<Key>(
  text: string | undefined,
  { parseEntry, isTwin, generate }: RingGrammar<Key>,
): readonly [Key, ...Key[]] {
  if (typeof text !== "string" || text.trim() === "") {
    throw new ConfigurationError(
      "key_ring_missing",
      "There is no key to seal secrets with.",
      generate,
    );
  }
  const entries = text.split(",");
  const keys = entries.map((entry, index) =>
    parseEntry(entry.trim(), `Key ${index + 1} of ${entries.length}`),
  );
  for (const [index, key] of keys.entries()) {
    const twin = keys.slice(0, index).findIndex((other) => isTwin(key, other));
    if (twin < 0) continue;
    throw new ConfigurationError(
      "key_duplicate",
      `Keys ${twin + 1} and ${index + 1} of the key ring have the same id or the same bytes.`,
      `Give every key an id and bytes of its own. ${generate}`,
    );
  }
  // A split has at least one part.
  return keys as [Key, ...Key[]];
}

export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index]);
