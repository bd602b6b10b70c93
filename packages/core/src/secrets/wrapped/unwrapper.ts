import { crypto } from "#crypto";
import type { Clock } from "../../clock.js";
import type { SealingKey } from "../../crypto/port.js";
import { Unavailable } from "../../unavailable.js";
import { type MasterKey, MasterKeyError } from "../master-key.js";
import { auditInfo, type Purpose, purposes, subkeyInfo } from "../purpose.js";
import type { KeyCache, Subkeys } from "./key-cache.js";
import type { WrappedKey } from "./parse-wrapped-keys.js";
import { unwrapKey } from "./unwrap-key.js";

export interface RingKey extends WrappedKey {
  readonly masterKey: MasterKey;
}

export interface Unwrapper {
  /**
   * Asks the master key and puts the answer into the cache.
   *
   * @throws Unavailable `key_unavailable` with what the master key failed with as its cause
   */
  unwrap(key: RingKey): Promise<Subkeys>;
  /** Empties the cache; what is under way reaches who waits for it, and is not kept. */
  forget(): void;
}

const retryAfterSeconds = 5;

/**
 * On Workers a promise that another request began may never settle, and what a request continues with after it belongs
 * to the other one: there each request unwraps for itself.
 */
const mayShare = () => globalThis.navigator?.userAgent !== "Cloudflare-Workers";

export function createUnwrapper(ports: {
  readonly cache: KeyCache;
  readonly clock: Clock;
  readonly deadlineMs: number;
}): Unwrapper {
  const { cache, clock, deadlineMs } = ports;
  const underWay = new Map<string, Promise<Subkeys>>();
  let forgotten = 0;

  async function ask(key: RingKey): Promise<Subkeys> {
    const [since, before] = [clock.now(), forgotten];
    const raw = await unwrapKey(key.masterKey, key);
    try {
      const subkeys = await deriveAll(raw);
      // Also where nobody waits any more: the next request is glad of it.
      if (before === forgotten) cache.set(key.id, subkeys, since);
      return subkeys;
    } finally {
      raw.fill(0);
    }
  }

  return {
    unwrap(key) {
      const running = mayShare() ? underWay.get(key.id) : undefined;
      if (running !== undefined) return running;
      const asked = withinDeadline(ask(key), deadlineMs)
        .catch((cause: unknown) => {
          throw new Unavailable("key_unavailable", retryAfterSeconds, { cause });
        })
        .finally(() => {
          if (underWay.get(key.id) === asked) underWay.delete(key.id);
        });
      underWay.set(key.id, asked);
      return asked;
    },
    forget() {
      forgotten += 1;
      underWay.clear();
      cache.clear();
    },
  };
}

async function deriveAll(raw: Uint8Array): Promise<Subkeys> {
  const derived = purposes.map(
    async (purpose): Promise<[Purpose, SealingKey]> => [
      purpose,
      await crypto.deriveSealingKey(raw, subkeyInfo(purpose)),
    ],
  );
  const [sealing, audit] = await Promise.all([
    Promise.all(derived),
    crypto.deriveMacKey(raw, auditInfo),
  ]);
  return { sealing: new Map(sealing), audit };
}

function withinDeadline<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () =>
      reject(new MasterKeyError("unreachable", `no answer within ${milliseconds} ms`));
    const timer = setTimeout(late, milliseconds);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
