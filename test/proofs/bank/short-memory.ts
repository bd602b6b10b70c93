import type { ReplayStore } from "@second-factor/core";

/** The same replay store, which is to remember for so long: fences are over sooner. */
export function shortMemory(store: ReplayStore, seconds: number): ReplayStore {
  return {
    ...store,
    forNamespace(namespace) {
      const replay = store.forNamespace(namespace);
      return {
        acceptStep: (subjectId, authenticatorId, steps, floor) =>
          replay.acceptStep(subjectId, authenticatorId, steps, floor, seconds),
      };
    },
  };
}
