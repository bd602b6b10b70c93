import type { RecordsStore } from "@second-factor/core/stores";
import {
  type ChangeDocument,
  documentRecords,
  type SubjectDocument,
} from "../../../../packages/testing/test/document-records.js";

/** The part of a Workers KV binding that is used. */
export interface KvBinding {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

/**
 * NOT A STORE TO USE. Right in every rule and kept where one would keep it without thinking, so that a test can show
 * what the contract says of it: Workers KV cannot compare-and-set. It needs `nodejs_compat`.
 */
export function kvRecords(kv: KvBinding, prefix: string): RecordsStore {
  return documentRecords(
    (): ChangeDocument => async (id, change) => {
      const key = `${prefix}${id}`;
      const held = await kv.get(key);
      const document = held === null ? newDocument() : fromText(held);
      const answer = change(document);
      await kv.put(key, toText(document));
      return answer;
    },
  );
}

const newDocument = (): SubjectDocument => ({
  epoch: "",
  epochChangedAt: 0,
  mustEnroll: false,
  failures: { since: 0, count: 0, inARow: 0 },
  authenticators: [],
  pending: null,
  revokedMarks: [],
  credentialsChangedAt: 0,
  contactChangedAt: 0,
  recovery: null,
  browsers: [],
  digests: [],
});

const toText = (document: SubjectDocument): string =>
  JSON.stringify(document, (_key, value) =>
    value instanceof Uint8Array ? { bytes: [...value] } : value,
  );

const fromText = (text: string): SubjectDocument =>
  JSON.parse(text, (_key, value) =>
    Array.isArray(value?.bytes) ? Uint8Array.from(value.bytes) : value,
  );
