import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Hash tags, so that a marker and the steps it speaks for are in one slot. Each lies in another sixteenth of a cluster's
 * slots, whatever number of primaries shares them.
 */
export const partitions: readonly string[] = "10 3 61 43 11 2 60 42 12 1 63 41 13 0 62 40".split(
  " ",
);

export const markerKey = (partition: string): string => `second-factor:replay:{${partition}}`;

export interface StepKeys {
  readonly marker: string;
  readonly step: string;
}

/**
 * Where the last step of an authenticator is kept, and the marker of its partition. A shared store lists no account
 * names, and odd characters in ids meet nothing that could misread them. The hash is noble's, as in core: synchronous
 * and in every runtime, where WebCrypto would cost a turn of the event loop for 100 bytes.
 */
export function stepKeys(namespace: string, subjectId: string, authenticatorId: string): StepKeys {
  // As JSON, so that nothing can move from one part into the next.
  const text = JSON.stringify([namespace, subjectId, authenticatorId]);
  const hash = sha256(utf8ToBytes(text));
  const partition = partitions[hash[0]! % partitions.length]!;
  const marker = markerKey(partition);
  return { marker, step: `${marker}:${namespace}:${bytesToHex(hash)}` };
}
