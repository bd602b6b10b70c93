import type { Limits, RecordsStore } from "@second-factor/core";
import type { Testbed, TestbedOptions } from "../../testbed/index.js";
import { pause } from "./pause.js";

/** Memory answers before the next request is even read; a store on a network leaves the gap that races need. */
function slowed<T extends object>(target: T, milliseconds = 10): T {
  return new Proxy(target, {
    get(object, name) {
      const method: unknown = Reflect.get(object, name);
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        await pause(milliseconds);
        try {
          return await Reflect.apply(method, object, args);
        } finally {
          await pause(milliseconds);
        }
      };
    },
  });
}

function slowRecords(store: RecordsStore): RecordsStore {
  return {
    durability: store.durability,
    forNamespace: (namespace) => slowed(store.forNamespace(namespace)),
  };
}

function slowLimits(limits: Limits): Limits {
  return {
    durability: limits.durability,
    limiter: (budget, clock) => slowed(limits.limiter(budget, clock)),
  };
}

/** The stores of a bed, taking their time: for another bed. A busy machine must not turn that into an outage. */
export function slowStores({ records, limits }: Testbed): TestbedOptions {
  return {
    engine: {
      records: slowRecords(records),
      limits: slowLimits(limits),
      storeDeadlineMilliseconds: 30_000,
    },
  };
}
