import type { SealedRecord } from "../../stores/records.js";
import type { Suite } from "../../suite.js";
import { Unavailable } from "../../unavailable.js";
import type { Opened } from "../sealer.js";

export type ResealOutcome = "resealed" | "changedMeanwhile" | "key_missing" | "refused";

/** Opens one secret and seals it under the first key. A key that could not be had is not asked for again. */
export function createResealer({
  sealer,
  records,
}: Pick<Suite, "sealer" | "records">): (
  held: SealedRecord,
  keyId: string | null,
) => Promise<ResealOutcome> {
  const outOfReach = new Set<string | null>();

  async function open(held: SealedRecord, keyId: string | null): Promise<Opened> {
    if (outOfReach.has(keyId)) return { outcome: "key_missing" };
    try {
      return await sealer.open(held.purpose, held, held.sealedSecret);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      outOfReach.add(keyId);
      return { outcome: "key_missing" };
    }
  }

  return async (held, keyId) => {
    const opened = await open(held, keyId);
    if (opened.outcome !== "opened") return opened.outcome;
    try {
      const { subjectId, authenticatorId, sealedSecret, purpose } = held;
      const sealed = await sealer.seal(purpose, held, opened.plaintext);
      const replaced = await records.reseal(subjectId, authenticatorId, sealedSecret, sealed);
      return replaced ? "resealed" : "changedMeanwhile";
    } finally {
      opened.plaintext.fill(0);
    }
  };
}
