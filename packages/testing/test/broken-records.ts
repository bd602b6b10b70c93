import type { Records, RecordsStore } from "@second-factor/core/stores";
import { recordsContract } from "@second-factor/testing";
import { collectingRunner } from "./collecting-runner.js";
import { atomicChange, documentRecords } from "./document-records.js";

export async function failuresOf(
  open: () => RecordsStore | readonly RecordsStore[],
): Promise<Map<string, string>> {
  const runner = collectingRunner();
  recordsContract(runner, {
    name: "a store that has to fail",
    open: async () => ({ stores: [open()].flat(), close: async () => {} }),
  });
  return runner.failures();
}

/** A right store with some of its methods replaced. */
export function broken(
  change: (right: Records, namespace: string) => Partial<Records>,
): RecordsStore {
  const right = documentRecords(atomicChange);
  return {
    durability: "process",
    forNamespace(namespace) {
      const records = right.forNamespace(namespace);
      return { ...records, ...change(records, namespace) };
    },
  };
}
