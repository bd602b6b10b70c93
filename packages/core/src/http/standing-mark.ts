import { after, type MaybePromise } from "../maybe-promise.js";
import { allowsMark, kindsOf } from "../step-up/allowed-kinds.js";
import { liveMark, seenSlot } from "../step-up/idle.js";
import { counts, type MarkRequirement } from "../step-up/mark.js";
import type { SubjectState } from "../step-up/subject-state.js";
import type { Call } from "./call.js";

/**
 * Whether the session's mark opens a guarded request: its subject, epoch, age and method, how long the session slept,
 * and whether the account may still use what made it. Synchronous where the host's `authenticatorKinds` is.
 */
export function markStands(
  { suite: { settings }, subject, stored, now }: Call,
  state: SubjectState,
  requirement: MarkRequirement,
): MaybePromise<boolean> {
  const mark = liveMark(stored, settings.markIdleMs, now);
  if (!counts(mark, subject.id, state, now, requirement)) return false;
  if (settings.authenticatorKinds === null) return true;
  return after(kindsOf(settings, subject), (kinds) => allowsMark(kinds, mark));
}

/** Writes down that the session is in use, where the host wants to know. Only for a mark that stands. */
export function noteUse({ suite, session, stored, now }: Call): MaybePromise<void> {
  const { markIdleMs } = suite.settings;
  if (markIdleMs === null || stored === null) return;
  const used = seenSlot(stored, markIdleMs, now);
  return used === null ? undefined : session.write(used);
}
