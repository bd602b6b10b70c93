import type { Grounds } from "../authenticators/grounds.js";
import type { EventScope } from "../events/emitter.js";
import { isSubjectId } from "../subject.js";
import type { Suite } from "../suite.js";
import type { Act } from "./acts.js";

/** One account, or many: an array, a generator that reads them from somewhere. */
export type SubjectIds = string | Iterable<string> | AsyncIterable<string>;

export interface StaffSummary {
  /** Of these the owners are told. */
  readonly changed: number;
  /** There was nothing to change. */
  readonly unchanged: number;
  /** The ids whose outcome is not known. All of it may be done again. */
  readonly failed: readonly string[];
}

/** At a time: a role of thousands must not take the store from those who sign in meanwhile. */
const atOnce = 8;

/**
 * Does it to each. One that fails stops no other; an iterable that throws ends it, and what was done is done.
 *
 * @throws TypeError where an id is none
 */
export async function forSubjects(
  suite: Suite,
  act: Act,
  subjectIds: SubjectIds,
  grounds: Grounds,
  scopeOf: (subjectId: string) => EventScope,
): Promise<StaffSummary> {
  let [changed, unchanged] = [0, 0];
  const failed: string[] = [];
  const running = new Set<Promise<void>>();

  async function actOn(subjectId: string): Promise<void> {
    try {
      if (await act(suite, subjectId, grounds, scopeOf(subjectId))) changed += 1;
      else unchanged += 1;
    } catch {
      failed.push(subjectId);
    }
  }

  try {
    for await (const id of typeof subjectIds === "string" ? [subjectIds] : subjectIds) {
      if (!isSubjectId(id)) throw new TypeError("An account's id has 1 to 256 characters.");
      // Else a notifier that is slower than the store would be taken for hung, and people not be told.
      await suite.emitter.room();
      const work: Promise<void> = actOn(id).finally(() => running.delete(work));
      running.add(work);
      if (running.size >= atOnce) await Promise.race(running);
    }
  } finally {
    await Promise.all(running);
  }
  return { changed, unchanged, failed };
}
