import { scryptAsync } from "@noble/hashes/scrypt.js";
import { bytesToHex, hexToBytes, randomBytes } from "@noble/hashes/utils.js";

/** In JavaScript, so that every runtime understands the same hashes: WebCrypto has no scrypt. */
const cost = { N: 2 ** 14, r: 8, p: 1, dkLen: 32 };

/** "salt.hash", both in hexadecimal. */
export async function hashPassword(password: string, salt = randomBytes(16)): Promise<string> {
  return `${bytesToHex(salt)}.${bytesToHex(await derive(password, salt))}`;
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [salt = "", hash = ""] = stored.split(".");
  const expected = hexToBytes(hash);
  const derived = await derive(password, hexToBytes(salt));
  // Every byte is looked at, so that the time taken does not tell how many were right.
  const difference = derived.reduce((found, byte, at) => found | (byte ^ (expected[at] ?? 256)), 0);
  return difference === 0 && expected.length === derived.length;
}

function derive(password: string, salt: Uint8Array): Promise<Uint8Array> {
  return scryptAsync(password.normalize("NFC"), salt, cost);
}
