import type { Purpose } from "./purpose.js";

/** The row that a sealed secret belongs to. Moved to another it does not open. */
export interface SealedRow {
  readonly subjectId: string;
  readonly authenticatorId: string;
}

/** Room for any namespace, subject and authenticator there is; what is longer still works. */
const scratchBytes = 4096;

/**
 * What a secret is bound to: scope | purpose | subject | authenticator | key id, each after its length, so that no two
 * lists of parts give the same text: "a","bc" is not "ab","c". The bytes are good until the next call: the crypto port
 * reads them before it returns, and an allocation would take longer than the encoding.
 */
export function bindTo(
  scope: string,
): (purpose: Purpose, row: SealedRow, keyId: string) => Uint8Array {
  const encoder = new TextEncoder();
  const scratch = new Uint8Array(scratchBytes);

  return (purpose, { subjectId, authenticatorId }, keyId) => {
    const row = `${subjectId.length}:${subjectId}${authenticatorId.length}:${authenticatorId}`;
    const text = `${scope}${purpose.length}:${purpose}${row}${keyId.length}:${keyId}`;
    // UTF-8 takes at most three bytes for one of UTF-16's units.
    if (text.length * 3 > scratchBytes) return encoder.encode(text);
    return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
  };
}
