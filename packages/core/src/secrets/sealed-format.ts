/** The only format there is. No other opens, and no flag makes one: nothing to downgrade to. */
export const format = 1;

const headerBytes = 2;
const longestKeyId = 32;

/** format | length of the key id | key id | what the crypto port sealed */
export function withHeader(keyId: string, body: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(headerBytes + keyId.length + body.length);
  sealed[0] = format;
  sealed[1] = keyId.length;
  for (let index = 0; index < keyId.length; index += 1)
    sealed[headerBytes + index] = keyId.charCodeAt(index);
  sealed.set(body, headerBytes + keyId.length);
  return sealed;
}

export const withoutHeader = (keyId: string, sealed: Uint8Array): Uint8Array =>
  sealed.subarray(headerBytes + keyId.length);

/** The key that is said to have sealed it; null where this is not our format. */
export function readKeyId(sealed: Uint8Array): string | null {
  const length = sealed[1];
  if (sealed[0] !== format || length === undefined || length < 1 || length > longestKeyId)
    return null;
  if (sealed.length < headerBytes + length) return null;
  let keyId = "";
  for (let at = headerBytes; at < headerBytes + length; at += 1) {
    keyId += String.fromCharCode(sealed[at] ?? 0);
  }
  return keyId;
}
