import { ConfigurationError } from "../../configuration/configuration-error.js";
import { decodeBase64 } from "../decode-base64.js";

/** A data key as configuration holds it: no secret to whoever may not use the master key. */
export interface WrappedKey {
  readonly id: string;
  /** Which of the `masterKeys` unwraps it. */
  readonly label: string;
  readonly wrapped: Uint8Array;
}

/** AES key wrap of 32 bytes (RFC 3394) takes 40, and nothing safe takes less; RSA of 4096 bits takes 512. */
const fewestBytes = 40;
const mostBytes = 4096;
const longestEntry = 66 + Math.ceil(mostBytes / 3) * 4;

const entryShape = /^([A-Za-z0-9_-]{1,32})@([A-Za-z0-9_-]{1,32}):(.+)$/s;
const generate = "Generate one with: npx second-factor keys generate";

/**
 * Reads "d2@aws:base64,d1@aws:base64". Messages name a key by its place, never by its id or its text: where signs are
 * missing, what stands in the id's place may be a key.
 *
 * @throws ConfigurationError `key_ring_missing`, `key_malformed`, `key_wrong_length`, `key_duplicate`
 */
export function parseWrappedKeys(text: string | undefined): readonly [WrappedKey, ...WrappedKey[]] {
  if (typeof text !== "string" || text.trim() === "")
    throw new ConfigurationError("key_ring_missing", "There is no key to seal with.", generate);
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
  return keys as [WrappedKey, ...WrappedKey[]];
}

function parseEntry(entry: string, place: string): WrappedKey {
  const [, id, label, encoded] = (entry.length <= longestEntry && entryShape.exec(entry)) || [];
  const wrapped = encoded ? decodeBase64(encoded) : null;
  if (id === undefined || label === undefined || wrapped === null) {
    throw new ConfigurationError(
      "key_malformed",
      `${place} is not an id, an @, the label of a master key (each 1 to 32 letters, digits, "_" or "-"), a colon, and base64.`,
      `Separate keys by commas, the one that seals first. ${generate}`,
    );
  }
  if (wrapped.length < fewestBytes || wrapped.length > mostBytes) {
    throw new ConfigurationError(
      "key_wrong_length",
      `${place} has ${wrapped.length} bytes, and a wrapped key has ${fewestBytes} to ${mostBytes}.`,
      `A key that is not wrapped does not belong here. ${generate}`,
    );
  }
  return { id, label, wrapped };
}

const isTwin = (left: WrappedKey, right: WrappedKey): boolean =>
  left.id === right.id ||
  (left.wrapped.length === right.wrapped.length &&
    left.wrapped.every((byte, index) => byte === right.wrapped[index]));
