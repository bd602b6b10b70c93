import type { KeyRing } from "@second-factor/core";
import { inOneText } from "./audit-row.js";

/** What the log was at one moment, signed, to be kept where whoever can write to the database cannot. */
export interface Checkpoint {
  readonly namespace: string;
  /** The last row's; 0 where there was none. */
  readonly number: number;
  /** The last row's, which stands for all before it. */
  readonly mac: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly keyId: string;
  /** HMAC-SHA-256 in base64url, under the audit subkey of that key. */
  readonly signature: string;
}

type Unsigned = Omit<Checkpoint, "keyId" | "signature">;

export async function signCheckpoint(keys: KeyRing, unsigned: Unsigned): Promise<Checkpoint> {
  const keyId = keys.sealingKeyId;
  const signature = await signatureOf(keys, keyId, unsigned);
  if (signature === null) throw new Error("The key ring has lost the key that seals.");
  const { namespace, number, mac, at } = unsigned;
  return { namespace, number, mac, at, keyId, signature };
}

/** Whether it is one that was signed by a key of the ring, whatever it was read from. */
export async function isSigned(keys: KeyRing, given: Checkpoint): Promise<boolean> {
  const { namespace, number, mac, at, keyId, signature } = Object(given) as Checkpoint;
  const texts = [namespace, mac, at, keyId, signature];
  if (!Number.isSafeInteger(number) || texts.some((text) => typeof text !== "string")) return false;
  return (await signatureOf(keys, keyId, { namespace, number, mac, at })) === signature;
}

/** Null where the ring has no such key. */
async function signatureOf(
  keys: KeyRing,
  keyId: string,
  { namespace, number, mac, at }: Unsigned,
): Promise<string | null> {
  return keys.auditMac(keyId, inOneText("checkpoint", [`${number}`, namespace, mac, at]));
}
