import type { EventScope } from "../../events/emitter.js";
import type { SealedRecord } from "../../stores/records.js";
import type { Suite } from "../../suite.js";
import { readKeyId } from "../sealed-format.js";
import { createResealer } from "./resealer.js";
import { walkSealed } from "./walk-sealed.js";

export interface ResealOptions {
  /** Ends the run between two secrets: what was done stays done, and the next run goes on from there. */
  readonly signal?: AbortSignal;
  /** Told after each page. */
  readonly onProgress?: (progress: ResealProgress) => void;
  /** Subjects a page, 1 to 1000. Default 100. */
  readonly pageSize?: number;
}

export interface ResealProgress {
  readonly examined: number;
  readonly resealed: number;
  /** Sealed by the first key already. */
  readonly current: number;
  /** Removed, or sealed anew by a sign-in, while this run looked at them. */
  readonly changedMeanwhile: number;
  readonly unopened: number;
}

export interface UnopenedSecret {
  readonly subjectId: string;
  readonly authenticatorId: string;
  /** Null where it is in no format that was ever written. */
  readonly keyId: string | null;
  /** key_missing: the key is not in the ring, or its master key did not answer. refused: damaged, moved or forged. */
  readonly reason: "key_missing" | "refused";
}

export interface ResealSummary extends Omit<ResealProgress, "unopened"> {
  readonly unopened: readonly UnopenedSecret[];
}

/**
 * Seals every secret anew that the ring's first key did not seal. Safe beside running apps and beside itself: each
 * secret is replaced only where it is still the one that was read. Whoever runs it again, after a crash or for no
 * reason, begins where the last run ended, since what the first key sealed is passed over.
 *
 * Pending enrollments are left alone: they end by themselves within ten minutes.
 *
 * @throws Unavailable where the store, or the key that seals, is out of reach; the signal's reason where it ended it
 */
export async function resealSecrets(
  suite: Suite,
  { signal, onProgress, pageSize }: ResealOptions,
  scopeOf: (subjectId: string | null) => EventScope,
): Promise<ResealSummary> {
  const { keys, emitter } = suite;
  const counts = { examined: 0, resealed: 0, current: 0, changedMeanwhile: 0 };
  const unopened: UnopenedSecret[] = [];
  const progress = (): ResealProgress => ({ ...counts, unopened: unopened.length });

  async function examine(reseal: ReturnType<typeof createResealer>, held: SealedRecord) {
    counts.examined += 1;
    const keyId = readKeyId(held.sealedSecret);
    const outcome = keyId === keys.sealingKeyId ? "current" : await reseal(held, keyId);
    if (outcome !== "key_missing" && outcome !== "refused") {
      counts[outcome] += 1;
      return;
    }
    const { subjectId, authenticatorId } = held;
    unopened.push({ subjectId, authenticatorId, keyId, reason: outcome });
    const about = { authenticatorId, keyId, reason: outcome };
    emitter.emit(scopeOf(subjectId), { type: "reseal.unopened", outcome: "failure", ...about });
  }

  let outcome: "success" | "failure" = "failure";
  try {
    await walkSealed(suite, { signal, pageSize }, async (page) => {
      // One for each page: a master key that did not answer is asked once more with the next.
      const reseal = createResealer(suite);
      for (const held of page) {
        signal?.throwIfAborted();
        if (held.purpose === "totp") await examine(reseal, held);
      }
      onProgress?.(progress());
    });
    outcome = unopened.length === 0 ? "success" : "failure";
    return { ...counts, unopened };
  } finally {
    emitter.emit(scopeOf(null), { type: "reseal.ended", outcome, ...progress() });
  }
}
