import { decodeBase32 } from "./base32.js";

export type ImportedSecret =
  | { readonly secret: Uint8Array }
  | { readonly problem: "secret_malformed" | "secret_too_long" | "secret_too_short" };

/** 64 bytes are 103 characters; the rest is room for separators. */
const longestText = 256;
/** 128 bits (RFC 4226 section 4, R6). Below that some apps refuse the secret too. */
const shortest = 16;
/** What otplib made by default before its version 13, and Google Authenticator's own tools. */
const shortestOnRequest = 10;
/** The output of HMAC-SHA-512, the longest that RFC 6238 section 5.1 has a use for. */
const longest = 64;

/** Reads a secret that another system made: Base32, or the bytes themselves, which are copied. */
export function importSecret(given: string | Uint8Array, acceptShort = false): ImportedSecret {
  if (typeof given === "string" && given.length > longestText)
    return { problem: "secret_too_long" };
  const secret = typeof given === "string" ? decodeBase32(given) : Uint8Array.from(given);
  if (secret === null) return { problem: "secret_malformed" };
  if (secret.length < (acceptShort ? shortestOnRequest : shortest))
    return { problem: "secret_too_short" };
  if (secret.length > longest) return { problem: "secret_too_long" };
  return { secret };
}
