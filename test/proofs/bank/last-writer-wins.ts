import { setTimeout as wait } from "node:timers/promises";
import type { Records, RecordsStore } from "@second-factor/core";

/** Overwrites an authenticator's last step, whatever it is. */
export type WriteStep = (
  subjectId: string,
  authenticatorId: string,
  lastStep: number,
  at: number,
) => Promise<void>;

/**
 * Records that cannot compare-and-set: a step is read, thought about and written, and the last writer wins. Parallel
 * callers read the same step and are all told yes. Everything else is as it was.
 */
export function lastWriterWins(store: RecordsStore, write: WriteStep): RecordsStore {
  return {
    ...store,
    forNamespace(namespace) {
      const records = store.forNamespace(namespace);
      const racy: Records = Object.create(records);
      const acceptStep: Records["acceptStep"] = async (subjectId, authenticatorId, steps, at) => {
        const { authenticators } = await records.load(subjectId);
        const held = authenticators.find(({ id }) => id === authenticatorId);
        if (held === undefined) return false;
        await wait(5);
        await write(subjectId, authenticatorId, steps.last, at);
        return held.lastStep < steps.first;
      };
      return Object.defineProperty(racy, "acceptStep", { value: acceptStep });
    },
  };
}
