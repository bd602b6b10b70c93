import type { Limits, RecordsStore } from "@second-factor/core";
import type { Testbed } from "../../testbed/index.js";

/** What a method answers instead: it may ask the real store, before or after it goes wrong. */
export type Lie = (ask: () => Promise<unknown>) => unknown;

export interface LyingStores {
  readonly records: RecordsStore;
  readonly limits: Limits;
  /** By method: "acceptStep", "consume". Without an entry the store tells the truth. */
  readonly lies: Map<string, Lie>;
}

function lying<T extends object>(target: T, lies: ReadonlyMap<string, Lie>): T {
  return new Proxy(target, {
    get(object, name) {
      const method: unknown = Reflect.get(object, name);
      const lie = lies.get(String(name));
      if (typeof method !== "function" || lie === undefined) return method;
      return (...args: unknown[]) =>
        lie(async () => (await Reflect.apply(method, object, args)) as unknown);
    },
  });
}

/** The stores of a bed behind something that breaks: for another bed. */
export function lyingStores({ records, limits }: Testbed): LyingStores {
  const lies = new Map<string, Lie>();
  return {
    lies,
    records: {
      durability: records.durability,
      forNamespace: (namespace) => lying(records.forNamespace(namespace), lies),
    },
    limits: {
      durability: limits.durability,
      limiter: (budget, clock) => lying(limits.limiter(budget, clock), lies),
    },
  };
}

export const down: Lie = () => Promise.reject(new Error("ECONNREFUSED"));

/** The store did it, and nobody will ever know. */
export const replyLost: Lie = async (ask) => {
  await ask();
  throw new Error("ECONNRESET");
};
