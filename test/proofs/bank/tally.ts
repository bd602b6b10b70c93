import type { Records, RecordsStore } from "@second-factor/core";

/** How often things happened in one process since it was last asked. */
export type Tally = Readonly<Record<string, number>>;

/** The verdicts that only one of any number of callers may get. */
const verdicts = ["acceptStep", "redeemRecoveryCode", "activate"] as const;

export interface TallySheet {
  /** An event, or a verdict that was asked for. */
  add(name: string): void;
  /** What was counted, and from now on anew. */
  take(): Tally;
  /** The same records; each question for a verdict is counted. */
  counting(store: RecordsStore): RecordsStore;
}

export function tallySheet(): TallySheet {
  let counts: Record<string, number> = {};
  const add: TallySheet["add"] = (name) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  return {
    add,
    take() {
      const taken = counts;
      counts = {};
      return taken;
    },
    counting: (store) => ({
      ...store,
      forNamespace(namespace) {
        const records = store.forNamespace(namespace);
        const counted: Records = Object.create(records);
        for (const name of verdicts) {
          const ask = records[name] as (...args: unknown[]) => unknown;
          const value = (...args: unknown[]) => {
            add(name);
            return ask.apply(records, args);
          };
          Object.defineProperty(counted, name, { value });
        }
        return counted;
      },
    }),
  };
}

export function addTallies(all: readonly Tally[]): Tally {
  const sum: Record<string, number> = {};
  for (const tally of all) {
    for (const [name, count] of Object.entries(tally)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}
