import { readClock } from "../../clock.js";
import { within } from "../../configuration/fail.js";
import type { SealedRecord } from "../../stores/records.js";
import type { Suite } from "../../suite.js";

export interface WalkOptions {
  readonly signal?: AbortSignal | undefined;
  readonly pageSize?: number | undefined;
}

/** Every sealed secret once, a page at a time, letting everything else have its turn between two pages. */
export async function walkSealed(
  { records, clock }: Pick<Suite, "records" | "clock">,
  { signal, pageSize = 100 }: WalkOptions,
  visit: (page: readonly SealedRecord[]) => void | Promise<void>,
): Promise<void> {
  const limit = within("pageSize", pageSize, 1, 1000);
  let after: string | null = null;
  do {
    signal?.throwIfAborted();
    const page: Awaited<ReturnType<typeof records.listSealed>> = await records.listSealed(
      after,
      limit,
      readClock(clock),
    );
    await visit(page.sealed);
    after = page.next;
    // A store in memory answers at once, and nothing else would run until the end.
    await new Promise((resolve) => setTimeout(resolve, 0));
  } while (after !== null);
}
