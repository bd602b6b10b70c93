import type { CryptoPort, SealingKey } from "../crypto/port.js";
import { after, isPromise, type MaybePromise } from "../maybe-promise.js";
import { Unavailable } from "../unavailable.js";
import { bindTo, type SealedRow } from "./additional-data.js";
import type { KeyRing } from "./key-ring.js";
import type { Purpose } from "./purpose.js";
import { format, readKeyId, withHeader, withoutHeader } from "./sealed-format.js";

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

/** Both reject with Unavailable `key_unavailable` where a key of the ring cannot be had just now. */
export interface Sealer {
  seal(purpose: Purpose, row: SealedRow, plaintext: Uint8Array): MaybePromise<Uint8Array>;
  open(purpose: Purpose, row: SealedRow, sealed: Uint8Array): MaybePromise<Opened>;
}

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
      keys.countSeal?.();
      const sealed = after(orUnavailable(subkey), (key) =>
        crypto.seal(key, plaintext, additionalData(purpose, row, keyId)),
      );
      return after(sealed, (body) => withHeader(keyId, body));
    },

    open(purpose, row, sealed) {
      const keyId = readKeyId(sealed);
      if (keyId === null) return refused;
      const subkey = keys.subkey(keyId, purpose);
      if (subkey === null) return keyMissing;
      const body = withoutHeader(keyId, sealed);
      const opened = after(orUnavailable(subkey), (key) =>
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

/** A ring that cannot get its key is an outage, whatever it fails with: it may be anybody's. */
function orUnavailable(subkey: MaybePromise<SealingKey>): MaybePromise<SealingKey> {
  if (!isPromise(subkey)) return subkey;
  return subkey.catch((cause: unknown) => {
    throw cause instanceof Unavailable ? cause : new Unavailable("key_unavailable", 1, { cause });
  });
}
