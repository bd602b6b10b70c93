import { asWritten, type Grounds } from "../authenticators/grounds.js";
import type { EventScope } from "../events/emitter.js";
import type { SubjectRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";

/**
 * Takes the trust from one browser or from all, and with it what they opened: their cookies are nothing from then on.
 * Browsers that are only known stay. To drop their rows would give back the guesses that were spent in them.
 *
 * @param record as just read
 * @param grounds who did it and why, where that is not the subject
 * @returns how many there were
 */
export async function removeBrowsers(
  { records, emitter }: Suite,
  subjectId: string,
  { browsers }: Pick<SubjectRecord, "browsers">,
  which: readonly string[] | "all",
  scope: EventScope,
  grounds: Grounds = {},
): Promise<number> {
  const ids = browsers
    .filter(({ id, digest }) => digest !== "" && (which === "all" || which.includes(id)))
    .map(({ id }) => id);
  const count = ids.length === 0 ? 0 : await records.removeBrowsers(subjectId, ids);
  if (count === 0) return 0;
  emitter.emit(scope, {
    type: "browsers.removed",
    outcome: "success",
    count,
    ...asWritten(grounds),
  });
  emitter.notify(scope, "browsers_removed");
  return count;
}
