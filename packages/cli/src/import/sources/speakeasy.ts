import { pick } from "../fields.js";
import type { SecretOrProblem, Source } from "./source.js";

/**
 * What `generateSecret()` of speakeasy returns, whole or in part, in the row itself or under "secret". Where a row has
 * several encodings they must be of the same bytes: else nobody knows which one the phone has.
 */
export const speakeasySource: Source = {
  notes: [],
  readSecret(value, fields) {
    if (typeof value === "string") return { secret: value };
    const secret = typeof value === "object" && value !== null ? value : fields;
    return readEncodings(secret as Readonly<Record<string, unknown>>);
  },
};

function readEncodings(secret: Readonly<Record<string, unknown>>): SecretOrProblem {
  const read = [
    decode(pick(secret, ["ascii"]), /^[\0-\x7f]+$/, (text) => Buffer.from(text, "latin1")),
    decode(pick(secret, ["hex"]), /^(?:[0-9a-f]{2})+$/i, (text) => Buffer.from(text, "hex")),
    decode(pick(secret, ["base32"]), /^[A-Z2-7 -]+=*$/i, fromBase32),
  ].filter((bytes) => bytes !== undefined);
  const [first, ...others] = read;
  if (first === undefined) return { problem: "secret_missing" };
  if (read.some((bytes) => bytes === null)) return { problem: "secret_malformed" };
  if (others.some((bytes) => bytes !== null && !bytes.equals(first as Buffer)))
    return { problem: "encoding_differs" };
  return { secret: first as Buffer };
}

/** Undefined where it is not there, null where it is not what it is called. */
function decode(
  value: unknown,
  shape: RegExp,
  bytesOf: (text: string) => Buffer,
): Buffer | null | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" && shape.test(value) ? bytesOf(value) : null;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 section 6; bits that make no whole byte are padding. */
function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text.toUpperCase().replaceAll(/[ =-]/g, "")) {
    held = ((held << 5) | alphabet.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}
