import type { MaybePromise } from "../maybe-promise.js";
import type { OtpAlgorithm } from "../otp/totp-parameters.js";

/**
 * The primitives, all from the platform; none of our own. Two files implement it and the package's `imports` map picks
 * one: `node.ts` (node:crypto, synchronous) and `web.ts` (WebCrypto, which answers with promises).
 */
export interface CryptoPort {
  /** One HMAC for each message, in their order. All at once, since three under one key stand in every verify. */
  hmac(
    algorithm: OtpAlgorithm,
    key: Uint8Array,
    messages: readonly Uint8Array[],
  ): MaybePromise<readonly Uint8Array[]>;
  /** SHA-256 of UTF-8 text, in base64url. */
  digest(text: string): MaybePromise<string>;
  /** Without padding (RFC 4648 section 5). */
  toBase64Url(bytes: Uint8Array): string;
  /** From the platform's CSPRNG. */
  random(bytes: number): Uint8Array;
  /** Equal length and equal bytes, in time that does not depend on where they differ. */
  constantTimeEqual(left: Uint8Array, right: Uint8Array): boolean;
  /** HKDF-SHA-256 (RFC 5869) with an empty salt; `info` names the purpose. The result seals and opens, and cannot be read. */
  deriveSealingKey(masterKey: Uint8Array, info: string): MaybePromise<SealingKey>;
  /** The same for a key that seals nothing and only says who wrote a text. */
  deriveMacKey(masterKey: Uint8Array, info: string): MaybePromise<MacKey>;
  /** HMAC-SHA-256 of UTF-8 text, in base64url. */
  mac(key: MacKey, text: string): MaybePromise<string>;
  /** AES-256-GCM with a random 96-bit nonce: nonce | ciphertext | 128-bit tag. */
  seal(
    key: SealingKey,
    plaintext: Uint8Array,
    additionalData: Uint8Array,
  ): MaybePromise<Uint8Array>;
  /** The plaintext, or null where anything at all does not fit. Never says what. */
  open(
    key: SealingKey,
    sealed: Uint8Array,
    additionalData: Uint8Array,
  ): MaybePromise<Uint8Array | null>;
}

declare const sealingKey: unique symbol;
declare const macKey: unique symbol;

/** Opaque: a KeyObject on Node, a non-extractable CryptoKey elsewhere. */
export interface SealingKey {
  readonly [sealingKey]: never;
}

/** Opaque as well. */
export interface MacKey {
  readonly [macKey]: never;
}
