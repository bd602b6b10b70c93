import { crypto } from "#crypto";
import type { SealingKey } from "../crypto/port.js";
import type { MaybePromise } from "../maybe-promise.js";
import { after } from "./after.js";
import { parseKeys } from "./parse-keys.js";

/** What a subkey is for. What was sealed for one purpose opens for no other. */
export type Purpose = "totp" | "pending" | "cookie" | "bearer";

/** The keys at hand. Data is never sealed by a master key itself, only by its subkeys, one per purpose. */
export interface KeyRing {
  /** The key that seals; all open. */
  readonly sealingKeyId: string;
  readonly keyIds: readonly string[];
  /** Null where there is no key of that id. */
  subkey(keyId: string, purpose: Purpose): MaybePromise<SealingKey> | null;
}

/**
 * A key ring from text, usually an environment variable: "k2:base64,k1:base64". The first key seals, all open: to
 * rotate, put a new one in front.
 *
 * @throws ConfigurationError for anything but distinct, random keys of 32 bytes
 */
export function keyRing(text: string | undefined): KeyRing {
  const keys = parseKeys(text);
  const keyIds = Object.freeze(keys.map(({ id }) => id));
  const masterKeys = new Map(
    keys.map(({ id, bytes }) => [id, { bytes, subkeys: new Map<Purpose, SealingKey>() }]),
  );

  return Object.freeze({
    sealingKeyId: keys[0].id,
    keyIds,
    subkey(keyId: string, purpose: Purpose) {
      const key = masterKeys.get(keyId);
      if (key === undefined) return null;
      // On first use, not here: on Workers the ring is made at import, where nothing may be awaited. The key is kept and
      // not its promise: one that a finished request on Workers began would never settle for the next.
      return (
        key.subkeys.get(purpose) ??
        after(crypto.deriveSealingKey(key.bytes, `second-factor/v1/${purpose}`), (subkey) => {
          key.subkeys.set(purpose, subkey);
          return subkey;
        })
      );
    },
  });
}
