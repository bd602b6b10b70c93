import type { KeyRing } from "@second-factor/core";

/** An event in its place in the chain. */
export interface AuditRow {
  readonly namespace: string;
  /** 1 for the namespace's first event; no number is left out. */
  readonly number: number;
  /** Of the ring's key whose subkey made the mac. */
  readonly keyId: string;
  /** In base64url. */
  readonly mac: string;
  /** JSON as it was written: nothing parses it to check it, so nothing can read it in two ways. */
  readonly event: string;
}

/** What a row's mac is made of, beside the mac before it ("" for the first). */
export type Linked = Pick<AuditRow, "namespace" | "number" | "event">;

/** Null where the ring has no such key. */
export async function macOfRow(
  keys: KeyRing,
  keyId: string,
  { namespace, number, event }: Linked,
  previousMac: string,
): Promise<string | null> {
  return keys.auditMac(keyId, inOneText("row", [`${number}`, namespace, previousMac, event]));
}

/** Each part after its length, so that no two lists of parts give the same text: "a","bc" is not "ab","c". */
export function inOneText(what: "row" | "checkpoint", parts: readonly string[]): string {
  return [`audit/v1/${what}`, ...parts].map((part) => `${part.length}:${part}`).join("");
}
