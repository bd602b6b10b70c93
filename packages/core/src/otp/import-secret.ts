import { decodeBase32 } from "./base32.js";

export type ImportedSecret =
  | { readonly secret: Uint8Array }
  | { readonly problem: "secret_malformed" | "secret_too_long" | "secret_too_short" };

/** 64 bytes are 103 characters; the rest is room for separators. */
const longestText = 256;
/** 128 bits (RFC 4226 section 4, R6). Below that some apps refuse the secret too. */
const shortest = 16;
/** The output of HMAC-SHA-512, the longest that RFC 6238 section 5.1 has a use for. */
const longest = 64;

/** Reads a secret that another system made. */
export function importSecret(base32: string): ImportedSecret {
  if (base32.length > longestText) return { problem: "secret_too_long" };
  const secret = decodeBase32(base32);
  if (secret === null) return { problem: "secret_malformed" };
  if (secret.length < shortest) return { problem: "secret_too_short" };
  if (secret.length > longest) return { problem: "secret_too_long" };
  return { secret };
}
