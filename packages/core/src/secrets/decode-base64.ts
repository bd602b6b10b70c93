const values = new Int8Array(128).fill(-1);
for (const [alphabet, first] of [
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 0],
  ["+/", 62],
  ["-_", 62],
] as const) {
  for (let index = 0; index < alphabet.length; index += 1)
    values[alphabet.charCodeAt(index)] = first + index;
}

/**
 * base64 or base64url, padded or not (RFC 4648 sections 4 and 5); null for anything else, white space and left-over
 * bits included: `atob` and Buffer each forgive something different.
 */
export function decodeBase64(text: string): Uint8Array | null {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const length = text.length - padding;
  if (length % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return null;

  const bytes = new Uint8Array((length * 3) >> 2);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < length; index += 1) {
    // Undefined beyond ASCII, where the table ends.
    const value = values[text.charCodeAt(index)] ?? -1;
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = held >> bits;
      at += 1;
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null;
}
