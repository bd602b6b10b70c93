import type { MacKey, SealingKey } from "../../crypto/port.js";
import type { Purpose } from "../purpose.js";

/** The subkeys of one data key; the data key itself was wiped when they had been derived. */
export interface Subkeys {
  readonly sealing: ReadonlyMap<Purpose, SealingKey>;
  readonly audit: MacKey;
}

interface Held {
  readonly subkeys: Subkeys;
  /** When unwrapping began: the answer may be older than its arrival. */
  readonly since: number;
  renewAt: number;
  usedAt: number;
}

/** Bounded in time and in number. Nothing in it outlives its time, whatever the master key says or does not say. */
export interface KeyCache {
  /** `renew` once in a while in the last part of the key's time, to be called without waiting for it. */
  get(keyId: string, now: number, renew: () => void): Subkeys | undefined;
  set(keyId: string, subkeys: Subkeys, since: number): void;
  clear(): void;
}

export function createKeyCache(limits: {
  readonly lifetimeMs: number;
  readonly most: number;
  /** A renewal that failed, or that a runtime cut off, is tried again after so long. */
  readonly renewAgainMs: number;
}): KeyCache {
  const { lifetimeMs, most, renewAgainMs } = limits;
  const held = new Map<string, Held>();

  return {
    get(keyId, now, renew) {
      const key = held.get(keyId);
      if (key === undefined) return undefined;
      const age = now - key.since;
      // From the future: the clock stepped back, and its age is unknown.
      if (age < 0 || age >= lifetimeMs) {
        held.delete(keyId);
        return undefined;
      }
      key.usedAt = now;
      if (now >= key.renewAt) {
        key.renewAt = now + renewAgainMs;
        renew();
      }
      return key.subkeys;
    },
    set(keyId, subkeys, since) {
      const renewAt = since + (lifetimeMs * 2) / 3;
      held.set(keyId, { subkeys, since, renewAt, usedAt: since });
      if (held.size > most) held.delete(leastRecent(held, keyId));
    },
    clear: () => held.clear(),
  };
}

function leastRecent(held: ReadonlyMap<string, Held>, except: string): string {
  let found = except;
  let usedAt = Number.POSITIVE_INFINITY;
  for (const [keyId, key] of held) {
    if (keyId === except || key.usedAt >= usedAt) continue;
    found = keyId;
    usedAt = key.usedAt;
  }
  return found;
}
