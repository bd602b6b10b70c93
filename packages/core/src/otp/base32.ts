import { Secret } from "otpauth/bare";

/** RFC 4648 section 6, without padding, as key URIs want it. */
export function encodeBase32(bytes: Uint8Array): string {
  // A copy with a buffer of its own: otpauth reads the whole buffer, whatever part of it the view shows.
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}

/** Spaces and hyphens people and apps group by, either case, padding at the end. Nothing else: no 0 for O, no ſ for S. */
const shape = /^[A-Za-z2-7]*={0,6}$/;

/** What is left over after whole bytes has at most 4 bits; these lengths would leave a whole character (section 6). */
const impossibleRemainders: readonly number[] = [1, 3, 6];

/**
 * RFC 4648 base32 as it is found in the wild, or null where it is none. Pad bits that are not zero are ignored, as
 * authenticator apps do (section 3.5 leaves it open): generators that draw characters instead of bytes set them.
 */
export function decodeBase32(text: string): Uint8Array | null {
  const compact = text.replaceAll(/[ -]/g, "");
  if (!shape.test(compact)) return null;
  const characters = compact.replace(/=+$/, "");
  if (impossibleRemainders.includes(characters.length % 8)) return null;
  return Secret.fromBase32(characters).bytes;
}

/** In groups of `size`, for reading and typing: "JBSW Y3DP". */
export function group(text: string, size: number): string {
  const groups: string[] = [];
  for (let at = 0; at < text.length; at += size) groups.push(text.slice(at, at + size));
  return groups.join(" ");
}
