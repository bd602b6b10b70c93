import type { Limits, RecordsStore } from "@second-factor/core";
import type { Testbed } from "../../testbed/index.js";

function watched<T extends object>(target: T, label: string, calls: string[]): T {
  return new Proxy(target, {
    get(object, name) {
      const method: unknown = Reflect.get(object, name);
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => {
        calls.push(`${label}.${String(name)}`);
        return Reflect.apply(method, object, args) as unknown;
      };
    },
  });
}

export interface WatchedStores {
  readonly records: RecordsStore;
  readonly limits: Limits;
  /** Every call so far: "records.load", "single.consume". */
  readonly calls: string[];
}

/** The stores of a bed, telling what they were asked: for another bed. */
export function watchedStores({ records, limits }: Testbed): WatchedStores {
  const calls: string[] = [];
  return {
    calls,
    records: {
      durability: records.durability,
      forNamespace: (namespace) => watched(records.forNamespace(namespace), "records", calls),
    },
    limits: {
      durability: limits.durability,
      limiter: (budget, clock) =>
        watched(limits.limiter(budget, clock), budget.name.split(":").at(-1) ?? "", calls),
    },
  };
}
