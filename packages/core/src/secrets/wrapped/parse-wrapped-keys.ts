import { ConfigurationError } from "../../configuration/configuration-error.js";
import { decodeBase64 } from "../decode-base64.js";
import { parseRing, sameBytes } from "../parse-ring.js";

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
 * Reads "d2@aws:base64,d1@aws:base64".
 *
 * @throws ConfigurationError `key_ring_missing`, `key_malformed`, `key_wrong_length`, `key_duplicate`
 */
export const parseWrappedKeys = (
  text: string | undefined,
): readonly [WrappedKey, ...WrappedKey[]] =>
  parseRing(text, {
    parseEntry,
    isTwin: (key, other) => key.id === other.id || sameBytes(key.wrapped, other.wrapped),
    generate,
  });

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
