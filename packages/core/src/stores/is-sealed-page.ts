import type { SealedPage, SealedRecord } from "./records.js";

type Unchecked<T> = { readonly [Key in keyof T]: unknown };

/** Whether a store's answer can be acted on: what it leaves out would be taken for sealed by the newest key. */
export function isSealedPage(answer: unknown): answer is SealedPage {
  const { sealed, next } = (answer ?? {}) as Unchecked<SealedPage>;
  return (
    Array.isArray(sealed) &&
    sealed.every(isSealedRecord) &&
    (next === null || typeof next === "string")
  );
}

function isSealedRecord(value: unknown): boolean {
  const record = (value ?? {}) as Unchecked<SealedRecord>;
  return (
    typeof record.subjectId === "string" &&
    typeof record.authenticatorId === "string" &&
    (record.purpose === "totp" || record.purpose === "pending") &&
    record.sealedSecret instanceof Uint8Array
  );
}
