import type { RecordsStore } from "@second-factor/core";
import type { Records } from "@second-factor/core/stores";

type Failure = "throws" | "rejects" | "answers undefined";

/** Records over another store, in which methods can be made to fail. */
export function failingRecords(store: RecordsStore) {
  const failures = new Map<keyof Records, Failure>();
  return {
    fail: (method: keyof Records, failure: Failure) => void failures.set(method, failure),
    recover: () => failures.clear(),
    records: {
      durability: store.durability,
      forNamespace: (namespace: string) => intercept(store.forNamespace(namespace), failures),
    } satisfies RecordsStore,
  };
}

function intercept(records: Records, failures: ReadonlyMap<keyof Records, Failure>): Records {
  return new Proxy(records, {
    get(target, name: keyof Records) {
      return (...args: unknown[]) => {
        const failure = failures.get(name);
        if (failure === "throws") throw new Error("the disk is gone");
        if (failure === "rejects") return Promise.reject(new Error("the disk is gone"));
        if (failure === "answers undefined") return Promise.resolve(undefined);
        return Reflect.apply(target[name] as (...all: unknown[]) => unknown, target, args);
      };
    },
  });
}
