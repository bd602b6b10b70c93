/** version | length of the wrapped key-encryption key, two bytes | that | nonce | ciphertext and tag */
const version = 1;
const headerBytes = 3;
export const nonceBytes = 12;
const tagBytes = 16;

export interface Envelope {
  readonly wrappedKey: Uint8Array;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
}

export function formatEnvelope({ wrappedKey, nonce, ciphertext }: Envelope): Uint8Array {
  const { length } = wrappedKey;
  return joined([version, length >> 8, length & 0xff], wrappedKey, nonce, ciphertext);
}

/** Null where this is no envelope. */
export function parseEnvelope(bytes: Uint8Array): Envelope | null {
  const [first, high = 0, low = 0] = bytes;
  const nonceAt = headerBytes + (high << 8) + low;
  const ciphertextAt = nonceAt + nonceBytes;
  if (first !== version || bytes.length <= ciphertextAt + tagBytes) return null;
  return {
    wrappedKey: bytes.slice(headerBytes, nonceAt),
    nonce: bytes.slice(nonceAt, ciphertextAt),
    ciphertext: bytes.slice(ciphertextAt),
  };
}

export function joined(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
