import { crypto } from "#crypto";
import { type Clock, systemClock } from "../../clock.js";
import { within } from "../../configuration/fail.js";
import { createAfterReply, type WaitUntil } from "../../events/after-reply.js";
import { after, type MaybePromise } from "../../maybe-promise.js";
import type { KeyRing } from "../key-ring.js";
import { createSealCount, type SealLimit } from "../seal-count.js";
import { createWarnings } from "../warnings.js";
import { checkMasterKeys } from "./check-master-keys.js";
import { createKeyCache, type Subkeys } from "./key-cache.js";
import { type MasterKeys, masterKeyOf } from "./master-keys.js";
import { parseWrappedKeys } from "./parse-wrapped-keys.js";
import { createFaultTeller } from "./tell-faults.js";
import { createUnwrapper, type RingKey } from "./unwrapper.js";

export interface WrappedKeyRingOptions extends SealLimit {
  /** The master keys by the labels that the text uses: `{ aws: awsKms(…) }`. */
  readonly masterKeys: MasterKeys;
  /** How long an unwrapped key is kept in memory. 10 to 600, 600 by default. */
  readonly cacheSeconds?: number;
  /** How many unwrapped keys are kept in memory. 1 to 100, 10 by default. */
  readonly mostCached?: number;
  /** How long a master key may take for one answer, in milliseconds. 10 to 10,000, 2000 by default. */
  readonly deadlineMs?: number;
  /** Keeps a renewal going that no reply waits for: `waitUntil` of "cloudflare:workers" or of @vercel/functions. */
  readonly waitUntil?: WaitUntil;
  readonly clock?: Clock;
}

/**
 * A key ring whose data keys are wrapped by master keys outside the process: "d2@aws:base64,d1@aws:base64". The first
 * seals, all open. Without the master key the text opens nothing.
 *
 * A data key is unwrapped on first use and kept for `cacheSeconds`; in the last third of that time a use renews it
 * beside the request, so that a warm process never waits for a master key. After it the key is gone: where the master
 * key does not answer then, requests get 503 `key_unavailable` within the deadline.
 *
 * @throws ConfigurationError `key_ring_missing`, `key_malformed`, `key_wrong_length`, `key_duplicate`,
 *   `master_key_missing`, `budget_invalid`
 */
export function wrappedKeyRing(text: string | undefined, options: WrappedKeyRingOptions): KeyRing {
  const { masterKeys, clock = systemClock } = options;
  const keys = parseWrappedKeys(text).map((key, index) => ({
    ...key,
    masterKey: masterKeyOf(masterKeys, key.label, `key ${index + 1}`),
  }));
  const deadlineMs = within("deadlineMs", options.deadlineMs ?? 2000, 10, 10_000);
  const lifetimeMs = 1000 * within("cacheSeconds", options.cacheSeconds ?? 600, 10, 600);
  const cache = createKeyCache({
    lifetimeMs,
    most: within("mostCached", options.mostCached ?? 10, 1, 100),
    renewAgainMs: Math.max(deadlineMs, lifetimeMs / 20),
  });
  const { unwrap, forget } = createUnwrapper({ cache, clock, deadlineMs });
  const { tell, watch } = createWarnings();
  const tellFault = createFaultTeller(clock, tell);
  const byId = new Map(keys.map((key) => [key.id, key]));
  const [{ id: sealingKeyId }] = keys as [RingKey, ...RingKey[]];

  const afterReply = createAfterReply(options.waitUntil, () => undefined);
  const fetchKey = (key: RingKey) =>
    unwrap(key).catch((error: Error) => {
      tellFault(key, error.cause);
      throw error;
    });

  function subkeysOf(keyId: string): MaybePromise<Subkeys> | null {
    const key = byId.get(keyId);
    if (key === undefined) return null;
    const renew = () => afterReply({}, fetchKey(key));
    return cache.get(keyId, clock.now(), renew) ?? fetchKey(key);
  }

  return Object.freeze({
    sealingKeyId,
    keyIds: Object.freeze(keys.map(({ id }) => id)),
    subkey(keyId, purpose) {
      const subkeys = subkeysOf(keyId);
      return subkeys && after(subkeys, ({ sealing }) => sealing.get(purpose)!);
    },
    auditMac(keyId, text) {
      const subkeys = subkeysOf(keyId);
      return subkeys && after(subkeys, ({ audit }) => crypto.mac(audit, text));
    },
    countSeal: createSealCount(sealingKeyId, options, tell),
    check: () => checkMasterKeys(keys, unwrap),
    forget,
    watch,
  } satisfies KeyRing);
}
