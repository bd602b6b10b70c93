import type { CryptoPort } from "../crypto/port.js";
import type { MaybePromise } from "../maybe-promise.js";
import { Unavailable } from "../unavailable.js";
import { bindTo, type SealedRow } from "./additional-data.js";
import { after } from "./after.js";
import type { KeyRing, Purpose } from "./key-ring.js";

export type Opened =
  | {
      readonly outcome: "opened";
      /** The caller's to wipe. */
      readonly plaintext: Uint8Array;
      readonly keyId: string;
      /** Sealed by a key that no longer seals. */
      readonly stale: boolean;
    }
  /** The key is not in the ring: an outage, not an answer about the secret. */
  | { readonly outcome: "key_missing" }
  /** Damaged, moved, forged, or not ours. It never says which. */
  | { readonly outcome: "refused" };

export interface Sealer {
  seal(purpose: Purpose, row: SealedRow, plaintext: Uint8Array): MaybePromise<Uint8Array>;
  open(purpose: Purpose, row: SealedRow, sealed: Uint8Array): MaybePromise<Opened>;
}

/** The only format there is. No other opens, and no flag makes one: nothing to downgrade to. */
const format = 1;
const headerBytes = 2;
const longestKeyId = 32;
const keyMissing: Opened = { outcome: "key_missing" };
const refused: Opened = { outcome: "refused" };

/**
 * Seals secrets for the store: format | length of the key id | key id | nonce | ciphertext | tag. The additional data
 * binds each to its namespace, purpose, subject, authenticator and key. Synchronous where the crypto port is.
 */
export function createSealer(parts: {
  readonly keys: KeyRing;
  readonly namespace: string;
  readonly crypto: Pick<CryptoPort, "seal" | "open">;
}): Sealer {
  const { keys, namespace, crypto } = parts;
  const additionalData = bindTo(`${format}|${namespace.length}:${namespace}`);

  return {
    seal(purpose, row, plaintext) {
      const keyId = keys.sealingKeyId;
      const subkey = keys.subkey(keyId, purpose);
      if (subkey === null) throw new Unavailable("key_unavailable");
      const sealed = after(subkey, (key) =>
        crypto.seal(key, plaintext, additionalData(purpose, row, keyId)),
      );
      return after(sealed, (body) => withHeader(keyId, body));
    },

    open(purpose, row, sealed) {
      const keyId = readKeyId(sealed);
      if (keyId === null) return refused;
      const subkey = keys.subkey(keyId, purpose);
      if (subkey === null) return keyMissing;
      const body = sealed.subarray(headerBytes + keyId.length);
      const opened = after(subkey, (key) =>
        crypto.open(key, body, additionalData(purpose, row, keyId)),
      );
      return after(opened, (plaintext) =>
        plaintext === null
          ? refused
          : { outcome: "opened", plaintext, keyId, stale: keyId !== keys.sealingKeyId },
      );
    },
  };
}

function withHeader(keyId: string, body: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(headerBytes + keyId.length + body.length);
  sealed[0] = format;
  sealed[1] = keyId.length;
  for (let index = 0; index < keyId.length; index += 1)
    sealed[headerBytes + index] = keyId.charCodeAt(index);
  sealed.set(body, headerBytes + keyId.length);
  return sealed;
}

/** Null where this is not our format. */
function readKeyId(sealed: Uint8Array): string | null {
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
