import type { RecordsStore } from "@second-factor/core";
import type { Records } from "@second-factor/core/stores";

type Change = readonly [method: keyof Records, args: readonly unknown[]];

/** Records that a backup of an earlier moment can be put in place of. */
export function restorableRecords(empty: () => RecordsStore) {
  const changes: Change[] = [];
  let present = empty();
  let namespace = "";
  const intercepted = new Proxy({} as Records, {
    get:
      (_, name: keyof Records) =>
      (...args: unknown[]) => {
        if (name !== "load") changes.push([name, args]);
        return call(present.forNamespace(namespace), name, args);
      },
  });

  return {
    records: {
      durability: present.durability,
      forNamespace(asked: string) {
        namespace = asked;
        return intercepted;
      },
    } satisfies RecordsStore,
    /** What a backup of now would bring back. */
    backUp: () => changes.length,
    /** Every change carries all it needs, so that making them again in their order gives the same rows. */
    async restore(backup: number): Promise<void> {
      present = empty();
      changes.length = backup;
      for (const [name, args] of changes) {
        await call(present.forNamespace(namespace), name, args);
      }
    },
  };
}

function call(records: Records, name: keyof Records, args: readonly unknown[]): unknown {
  return Reflect.apply(records[name] as (...all: unknown[]) => unknown, records, args);
}
