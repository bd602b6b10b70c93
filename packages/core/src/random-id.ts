import type { CryptoPort } from "./crypto/port.js";

/** 128 bits: not to be guessed, and short enough for a path segment (22 characters). */
export function randomId(crypto: CryptoPort): string {
  return crypto.toBase64Url(crypto.random(16));
}
