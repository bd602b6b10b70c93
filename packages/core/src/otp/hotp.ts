import type { CryptoPort } from "../crypto/port.js";
import { after, type MaybePromise } from "../maybe-promise.js";
import type { OtpAlgorithm } from "./totp-parameters.js";

/**
 * The 31 bits that a code's digits are taken from, for each counter: HMAC and dynamic truncation (RFC 4226 section
 * 5.3). Written out where otpauth would do: its generate() costs half an HMAC more, and three stand in every verify.
 * The tests hold the two against each other.
 */
export function hotp(
  crypto: Pick<CryptoPort, "hmac">,
  algorithm: OtpAlgorithm,
  secret: Uint8Array,
  counters: readonly number[],
): MaybePromise<readonly number[]> {
  return after(crypto.hmac(algorithm, secret, counters.map(encodeCounter)), (macs) =>
    macs.map(truncate),
  );
}

function encodeCounter(counter: number): Uint8Array {
  const message = new Uint8Array(8);
  // In two halves: bit operations end at 32 bits, time steps don't (RFC 6238 section 4.2).
  writeUint32(message, 0, Math.floor(counter / 2 ** 32));
  writeUint32(message, 4, counter % 2 ** 32);
  return message;
}

function truncate(mac: Uint8Array): number {
  return readUint32(mac, byteAt(mac, mac.length - 1) & 0x0f) & 0x7fffffff;
}

const byteAt = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

function readUint32(bytes: Uint8Array, at: number): number {
  const high = (byteAt(bytes, at) << 24) | (byteAt(bytes, at + 1) << 16);
  return high | (byteAt(bytes, at + 2) << 8) | byteAt(bytes, at + 3);
}
