import type { CryptoPort } from "./crypto/port.js";
import { encodeBase64Url } from "./encoding.js";

/** 128 bits: not to be guessed, and short enough for a path segment (22 characters). */
export function randomId(crypto: CryptoPort): string {
  return encodeBase64Url(crypto.random(16));
}
