import { crypto } from "#crypto";
import type { MacKey, SealingKey } from "../crypto/port.js";
import { after, type MaybePromise } from "../maybe-promise.js";
import type { CheckStore } from "../stores/finding.js";
import { parseKeys } from "./parse-keys.js";
import { auditInfo, type Purpose, subkeyInfo } from "./purpose.js";
import { createSealCount, type SealLimit } from "./seal-count.js";
import { createWarnings, type TellWarning } from "./warnings.js";

/** The keys at hand. Data is never sealed by a key of the ring itself, only by its subkeys, one per purpose. */
export interface KeyRing {
  /** The key that seals; all open. */
  readonly sealingKeyId: string;
  readonly keyIds: readonly string[];
  /**
   * Null where there is no key of that id. A ring that has to fetch it answers with a promise until it is there.
   *
   * @throws Unavailable `key_unavailable`, as a rejection, where the key is in the ring and cannot be had just now
   */
  subkey(keyId: string, purpose: Purpose): MaybePromise<SealingKey> | null;
  /**
   * HMAC-SHA-256 of UTF-8 text under the key's subkey for the audit log, in base64url. Null where there is no key of
   * that id.
   *
   * @throws Unavailable as `subkey` does
   */
  auditMac(keyId: string, text: string): MaybePromise<string> | null;
  /**
   * Called before each seal: random nonces are safe only for so many under one key.
   *
   * @throws Unavailable `key_unavailable` where there were too many
   */
  countSeal?(): void;
  /** Can the master keys unwrap? For `engine.ready()` and `engine.checkStores()`. */
  readonly check?: CheckStore;
  /** Drops what it keeps in memory of its keys; the next use derives or unwraps them anew. */
  forget?(): void;
  /** Tells of what an operator should look at, while the ring still works or no longer does. */
  watch?(tell: TellWarning): void;
}

/**
 * A key ring from text, usually an environment variable: "k2:base64,k1:base64". The first key seals, all open: to
 * rotate, put a new one in front.
 *
 * @throws ConfigurationError for anything but distinct, random keys of 32 bytes
 */
export function keyRing(text: string | undefined, limit: SealLimit = {}): KeyRing {
  const keys = parseKeys(text);
  const keyIds = Object.freeze(keys.map(({ id }) => id));
  const held = new Map(
    keys.map(({ id, bytes }) => [id, { bytes, subkeys: new Map<Purpose, SealingKey>() }]),
  );
  const auditKeys = new Map<string, MacKey>();
  const { tell, watch } = createWarnings();

  function auditKey(keyId: string, bytes: Uint8Array): MaybePromise<MacKey> {
    return (
      auditKeys.get(keyId) ??
      after(crypto.deriveMacKey(bytes, auditInfo), (key) => {
        auditKeys.set(keyId, key);
        return key;
      })
    );
  }

  return Object.freeze({
    sealingKeyId: keys[0].id,
    keyIds,
    subkey(keyId: string, purpose: Purpose) {
      const key = held.get(keyId);
      if (key === undefined) return null;
      // On first use, not here: on Workers the ring is made at import, where nothing may be awaited. The key is kept and
      // not its promise: one that a finished request on Workers began would never settle for the next.
      return (
        key.subkeys.get(purpose) ??
        after(crypto.deriveSealingKey(key.bytes, subkeyInfo(purpose)), (subkey) => {
          key.subkeys.set(purpose, subkey);
          return subkey;
        })
      );
    },
    auditMac(keyId: string, text: string) {
      const key = held.get(keyId);
      if (key === undefined) return null;
      return after(auditKey(keyId, key.bytes), (audit) => crypto.mac(audit, text));
    },
    countSeal: createSealCount(keys[0].id, limit, tell),
    forget() {
      auditKeys.clear();
      for (const { subkeys } of held.values()) subkeys.clear();
    },
    watch,
  });
}
