import type { WrappingContext } from "@second-factor/core";

export const contextOf = (keyId: string): WrappingContext => ({
  application: "second-factor",
  keyId,
});

export const randomKey = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32));

export const sameBytes = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, index) => byte === right[index]);

/** Whether the one stands in the other, whole or its first half: what leaks by half leaks. */
export function holdsKey(bytes: Uint8Array, key: Uint8Array): boolean {
  const half = key.subarray(0, key.length / 2);
  for (let at = 0; at + half.length <= bytes.length; at += 1) {
    if (sameBytes(bytes.subarray(at, at + half.length), half)) return true;
  }
  return false;
}

/** A key as text would hold it: hexadecimal, base64, a list of numbers. Its first half is enough to be told. */
export function writtenForms(key: Uint8Array): readonly string[] {
  // 15 of 16 bytes, a multiple of three: base64 of more begins with the same text.
  const start = key.subarray(0, 15);
  const base64 = btoa(String.fromCharCode(...start));
  const hex = [...start].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [
    base64,
    base64.replaceAll("+", "-").replaceAll("/", "_"),
    hex,
    hex.toUpperCase(),
    [...start].join(","),
    [...start].join(", "),
  ];
}
