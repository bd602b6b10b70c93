import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
  timingSafeEqual,
} from "node:crypto";
import type { OtpAlgorithm } from "../otp/totp-parameters.js";
import type { CryptoPort, MacKey, SealingKey } from "./port.js";
import { randomPool } from "./random-pool.js";

const cipherName = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const tagLength = { authTagLength: tagBytes };
const noSalt = new Uint8Array(0);

/** Only what was derived here ever comes back. */
const keyObject = (key: SealingKey | MacKey): KeyObject => key as unknown as KeyObject;

function derive(masterKey: Uint8Array, info: string): KeyObject {
  const subkey = new Uint8Array(hkdfSync("sha256", masterKey, noSalt, info, keyBytes));
  const key = createSecretKey(subkey);
  subkey.fill(0);
  return key;
}

function hmac(algorithm: OtpAlgorithm, key: Uint8Array, message: Uint8Array): Uint8Array {
  // As a string of bytes: digest() into a Buffer of its own takes as long again as the HMAC.
  const text = createHmac(algorithm, key).update(message).digest("binary");
  const mac = new Uint8Array(text.length);
  for (let index = 0; index < mac.length; index += 1) mac[index] = text.charCodeAt(index);
  return mac;
}

/** Over node:crypto, synchronous: 4 to 11 µs a call, where WebCrypto on Node takes 25 to 150. */
export const crypto: CryptoPort = {
  hmac: (algorithm, key, messages) => messages.map((message) => hmac(algorithm, key, message)),

  digest: (text) => createHash("sha256").update(text, "utf8").digest("base64url"),

  toBase64Url: ({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength).toString("base64url"),

  random: randomPool(randomFillSync),

  constantTimeEqual: (left, right) => left.length === right.length && timingSafeEqual(left, right),

  deriveSealingKey: (masterKey, info) => derive(masterKey, info) as unknown as SealingKey,

  deriveMacKey: (masterKey, info) => derive(masterKey, info) as unknown as MacKey,

  mac: (key, text) => createHmac("sha256", keyObject(key)).update(text, "utf8").digest("base64url"),

  seal(key, plaintext, additionalData) {
    const sealed = new Uint8Array(nonceBytes + plaintext.length + tagBytes);
    const nonce = crypto.random(nonceBytes);
    sealed.set(nonce);
    const cipher = createCipheriv(cipherName, keyObject(key), nonce, tagLength);
    cipher.setAAD(additionalData);
    sealed.set(cipher.update(plaintext), nonceBytes);
    cipher.final();
    sealed.set(cipher.getAuthTag(), nonceBytes + plaintext.length);
    return sealed;
  },

  open(key, sealed, additionalData) {
    // Before any crypto: node would take a tag cut down to 4 bytes.
    if (sealed.length < nonceBytes + tagBytes) return null;
    const tagAt = sealed.length - tagBytes;
    const nonce = sealed.subarray(0, nonceBytes);
    const decipher = createDecipheriv(cipherName, keyObject(key), nonce, tagLength);
    decipher.setAAD(additionalData);
    decipher.setAuthTag(sealed.subarray(tagAt));
    // All of it: in GCM final() adds nothing, it only checks the tag. Left the Buffer that it is; a view costs a tenth.
    const plaintext: Uint8Array = decipher.update(sealed.subarray(nonceBytes, tagAt));
    try {
      decipher.final();
    } catch {
      return null;
    }
    return plaintext;
  },
};
