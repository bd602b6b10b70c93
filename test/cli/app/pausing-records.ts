import { once } from "node:events";
import type { Records, RecordsStore } from "@second-factor/core/stores";

/**
 * The same records, which halt in the middle of a long run, say so and go on when Ctrl-C has come: a test then knows
 * where it ended the run.
 */
export function pausingRecords(store: RecordsStore, callsBefore: number): RecordsStore {
  let calls = 0;
  async function count(): Promise<void> {
    calls += 1;
    if (calls !== callsBefore) return;
    const interrupted = once(process, "SIGINT");
    process.stderr.write("halted in the middle\n");
    // Something has to hold the process.
    const timer = setInterval(() => undefined, 1000);
    await interrupted;
    clearInterval(timer);
  }
  return {
    ...store,
    forNamespace(namespace) {
      const records = store.forNamespace(namespace);
      const begin: Records["begin"] = async (...args) => {
        await count();
        await records.begin(...args);
      };
      const listSealed: Records["listSealed"] = async (...args) => {
        await count();
        return records.listSealed(...args);
      };
      return { ...records, begin, listSealed };
    },
  };
}
