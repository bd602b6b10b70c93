import type { Records, RecordsStore } from "@second-factor/core";
import type { SubjectRecord } from "@second-factor/core/stores";

export interface LaggingRecords {
  readonly store: RecordsStore;
  /** From now on every subject is read as it is now. */
  lag(): void;
}

/** Written to the primary and read from a replica that stopped following: records that cannot decide a step. */
export function laggingRecords(store: RecordsStore): LaggingRecords {
  const old = new Map<string, Promise<SubjectRecord>>();
  let lagging = false;
  return {
    store: {
      durability: store.durability,
      forNamespace(namespace) {
        const records = store.forNamespace(namespace);
        const load: Records["load"] = (subjectId) => {
          if (!lagging) return records.load(subjectId);
          const key = JSON.stringify([namespace, subjectId]);
          const read = old.get(key) ?? records.load(subjectId);
          old.set(key, read);
          return read;
        };
        return Object.assign(Object.create(records), records, { load });
      },
    },
    lag() {
      lagging = true;
    },
  };
}
