import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { encodeBase64Url } from "../encoding.js";
import type { CryptoPort, SealingKey } from "./port.js";

const cipherName = "AES-GCM";
const nonceBytes = 12;
const tagBytes = 16;
const hashes = { SHA1: sha1, SHA256: sha256, SHA512: sha512 };

/** Only what `deriveSealingKey` returned ever comes back as a SealingKey. */
const cryptoKey = (key: SealingKey): CryptoKey => key as unknown as CryptoKey;

/** WebCrypto's types refuse shared memory; nothing here is. */
const unshared = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;

const gcm = (nonce: Uint8Array, additionalData: Uint8Array): AesGcmParams => ({
  name: cipherName,
  iv: unshared(nonce),
  // A copy: what the caller passes is good only until this returns, and not every runtime reads it at once.
  additionalData: new Uint8Array(additionalData),
  tagLength: tagBytes * 8,
});

/** For Workers, Deno, Bun and browsers: WebCrypto, and noble where the answer has to be synchronous. */
export const crypto: CryptoPort = {
  hmac: (algorithm, key, message) => hmac(hashes[algorithm], key, message),

  digest: (text) => encodeBase64Url(sha256(new TextEncoder().encode(text))),

  random: (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes)),

  constantTimeEqual(left, right) {
    if (left.length !== right.length) return false;
    let difference = 0;
    for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 0);
    return difference === 0;
  },

  async deriveSealingKey(masterKey, info) {
    const { subtle } = globalThis.crypto;
    const master = await subtle.importKey("raw", unshared(masterKey), "HKDF", false, ["deriveKey"]);
    const parameters: HkdfParams = {
      name: "HKDF",
      hash: "SHA-256",
      salt: new Uint8Array(0),
      info: new TextEncoder().encode(info),
    };
    const target: AesKeyGenParams = { name: cipherName, length: 256 };
    const key = await subtle.deriveKey(parameters, master, target, false, ["encrypt", "decrypt"]);
    return key as unknown as SealingKey;
  },

  async seal(key, plaintext, additionalData) {
    const nonce = globalThis.crypto.getRandomValues(new Uint8Array(nonceBytes));
    const parameters = gcm(nonce, additionalData);
    const encrypted = await globalThis.crypto.subtle.encrypt(
      parameters,
      cryptoKey(key),
      unshared(plaintext),
    );
    const sealed = new Uint8Array(nonceBytes + encrypted.byteLength);
    sealed.set(nonce);
    sealed.set(new Uint8Array(encrypted), nonceBytes);
    return sealed;
  },

  async open(key, sealed, additionalData) {
    // Before any crypto: how a runtime answers to a cut tag is its own affair.
    if (sealed.length < nonceBytes + tagBytes) return null;
    const parameters = gcm(sealed.subarray(0, nonceBytes), additionalData);
    const encrypted = unshared(sealed.subarray(nonceBytes));
    try {
      return new Uint8Array(
        await globalThis.crypto.subtle.decrypt(parameters, cryptoKey(key), encrypted),
      );
    } catch {
      return null;
    }
  },
};
