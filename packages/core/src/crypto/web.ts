import { encodeBase64Url } from "../encoding.js";
import type { CryptoPort, MacKey, SealingKey } from "./port.js";

const cipherName = "AES-GCM";
const nonceBytes = 12;
const tagBytes = 16;

/** Only what was derived here ever comes back. */
const cryptoKey = (key: SealingKey | MacKey): CryptoKey => key as unknown as CryptoKey;

/** WebCrypto's types refuse shared memory; nothing here is. */
const unshared = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;

const gcm = (nonce: Uint8Array, additionalData: Uint8Array): AesGcmParams => ({
  name: cipherName,
  iv: unshared(nonce),
  // A copy: what the caller passes is good only until this returns, and not every runtime reads it at once.
  additionalData: new Uint8Array(additionalData),
  tagLength: tagBytes * 8,
});

async function derive(
  masterKey: Uint8Array,
  info: string,
  target: AesKeyGenParams | HmacKeyGenParams,
  usages: readonly KeyUsage[],
): Promise<CryptoKey> {
  const { subtle } = globalThis.crypto;
  const master = await subtle.importKey("raw", unshared(masterKey), "HKDF", false, ["deriveKey"]);
  const parameters: HkdfParams = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(0),
    info: new TextEncoder().encode(info),
  };
  return subtle.deriveKey(parameters, master, target, false, [...usages]);
}

/** For Workers and whatever else is no Node: WebCrypto alone. In workerd it is faster than hashing in JavaScript. */
export const crypto: CryptoPort = {
  async hmac(algorithm, key, messages) {
    const { subtle } = globalThis.crypto;
    const hash = algorithm.replace("SHA", "SHA-");
    const parameters: HmacImportParams = { name: "HMAC", hash };
    const imported = await subtle.importKey("raw", unshared(key), parameters, false, ["sign"]);
    const macs = await Promise.all(
      messages.map((message) => subtle.sign("HMAC", imported, unshared(message))),
    );
    return macs.map((mac) => new Uint8Array(mac));
  },

  async digest(text) {
    const bytes = new TextEncoder().encode(text);
    return encodeBase64Url(new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", bytes)));
  },

  toBase64Url: encodeBase64Url,

  random: (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes)),

  constantTimeEqual(left, right) {
    if (left.length !== right.length) return false;
    let difference = 0;
    for (const [index, byte] of left.entries()) difference |= byte ^ (right[index] ?? 0);
    return difference === 0;
  },

  async deriveSealingKey(masterKey, info) {
    const target = { name: cipherName, length: 256 };
    const key = await derive(masterKey, info, target, ["encrypt", "decrypt"]);
    return key as unknown as SealingKey;
  },

  async deriveMacKey(masterKey, info) {
    const target = { name: "HMAC", hash: "SHA-256", length: 256 };
    return (await derive(masterKey, info, target, ["sign"])) as unknown as MacKey;
  },

  async mac(key, text) {
    const bytes = new TextEncoder().encode(text);
    const mac = await globalThis.crypto.subtle.sign("HMAC", cryptoKey(key), bytes);
    return encodeBase64Url(new Uint8Array(mac));
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
