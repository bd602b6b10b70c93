import { ConfigurationError } from "../configuration/configuration-error.js";
import { decodeBase64 } from "./decode-base64.js";
import { parseRing, sameBytes } from "./parse-ring.js";

export interface ParsedKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

const keyBytes = 32;
/** Of 32 random bytes about 30 differ; fewer than 16 never happen. */
const leastDistinctBytes = 16;
/** 44 characters of base64 at most, an id of up to 32 and the colon: nothing longer is decoded. */
const longestEntry = 80;

const entryShape = /^([A-Za-z0-9_-]{1,32}):(.*)$/s;

const generate =
  "Generate one with: node -e \"console.log('k1:' + require('node:crypto').randomBytes(32).toString('base64'))\"";

/**
 * Reads "k2:base64,k1:base64".
 *
 * @throws ConfigurationError `key_ring_missing`, `key_malformed`, `key_wrong_length`, `key_low_entropy`, `key_duplicate`
 */
export const parseKeys = (text: string | undefined): readonly [ParsedKey, ...ParsedKey[]] =>
  parseRing(text, {
    parseEntry: parseKey,
    isTwin: (key, other) => key.id === other.id || sameBytes(key.bytes, other.bytes),
    generate,
  });

function parseKey(entry: string, place: string): ParsedKey {
  const [, id, encoded] = (entry.length <= longestEntry && entryShape.exec(entry)) || [];
  const bytes = encoded ? decodeBase64(encoded) : null;
  if (id === undefined || bytes === null) {
    throw new ConfigurationError(
      "key_malformed",
      `${place} is not an id (1 to 32 letters, digits, "_" or "-"), a colon, and base64.`,
      `Separate keys by commas, the one that seals first. ${generate}`,
    );
  }
  if (bytes.length !== keyBytes) {
    throw new ConfigurationError(
      "key_wrong_length",
      `${place} has ${bytes.length} bytes, not ${keyBytes}.`,
      generate,
    );
  }
  if (new Set(bytes).size < leastDistinctBytes || bytes.every(isPrintable)) {
    throw new ConfigurationError("key_low_entropy", `${place} is not random.`, generate);
  }
  return { id, bytes };
}

/** All 32 printable is a passphrase, or hexadecimal text of half the strength; by chance it is one key in 10^13. */
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;
