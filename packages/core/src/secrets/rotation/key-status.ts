import { ConfigurationError } from "../../configuration/configuration-error.js";
import type { Suite } from "../../suite.js";
import { readKeyId } from "../sealed-format.js";
import { type WalkOptions, walkSealed } from "./walk-sealed.js";

export interface KeyStatus {
  /** Null for secrets that are in no format that was ever written. */
  readonly id: string | null;
  readonly inRing: boolean;
  /** Whether it is the key that seals. */
  readonly seals: boolean;
  /** How many authenticators it sealed the secret of. */
  readonly secrets: number;
  /** How many enrollments under way; they end within ten minutes. */
  readonly pending: number;
}

export interface KeyStatusOptions extends WalkOptions {
  /** Told after each page how many sealed secrets were looked at. */
  readonly onProgress?: (progress: { readonly examined: number }) => void;
}

/** Every key of the ring, in its order, and then those that only rows name. Reads every sealed secret and opens none. */
export async function keyStatus(
  suite: Suite,
  { onProgress, ...options }: KeyStatusOptions = {},
): Promise<readonly KeyStatus[]> {
  const { keyIds, sealingKeyId } = suite.keys;
  const found = new Map<string | null, { totp: number; pending: number }>();
  for (const id of keyIds) found.set(id, { totp: 0, pending: 0 });
  let examined = 0;
  await walkSealed(suite, options, (page) => {
    for (const { purpose, sealedSecret } of page) {
      const id = readKeyId(sealedSecret);
      const counts = found.get(id) ?? { totp: 0, pending: 0 };
      counts[purpose] += 1;
      found.set(id, counts);
    }
    examined += page.length;
    onProgress?.({ examined });
  });
  return [...found].map(([id, { totp, pending }]) => ({
    id,
    inRing: id !== null && keyIds.includes(id),
    seals: id === sealingKeyId,
    secrets: totp,
    pending,
  }));
}

/** @throws ConfigurationError `key_in_use` where the key seals, or anything in the store is still sealed by it */
export async function assertKeyRetired(suite: Suite, keyId: string): Promise<void> {
  if (keyId === suite.keys.sealingKeyId) {
    throw new ConfigurationError(
      "key_in_use",
      "It is the first key of the ring, which seals.",
      "Put a new key in front, in every process, and seal everything anew by it.",
    );
  }
  const status = (await keyStatus(suite)).find(({ id }) => id === keyId);
  const { secrets = 0, pending = 0 } = status ?? {};
  if (secrets + pending === 0) return;
  throw new ConfigurationError(
    "key_in_use",
    `${secrets} secrets and ${pending} pending enrollments are still sealed by it.`,
    "Run engine.resealSecrets(), wait ten minutes for the enrollments, and ask again.",
  );
}
