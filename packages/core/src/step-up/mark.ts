import type { AuthenticationMethod, Mark } from "./session-slot.js";
import type { SubjectState } from "./subject-state.js";

export interface MarkRequirement {
  readonly maxAgeMs: number;
  readonly amr?: readonly AuthenticationMethod[];
}

/** A mark of this subject in its present epoch that nobody signed out, however old. */
export function belongs(
  mark: Mark | null,
  subjectId: string,
  state: SubjectState,
  now: number,
): mark is Mark {
  if (mark === null || mark.subjectId !== subjectId) return false;
  if (state.epoch === "" || mark.epoch !== state.epoch) return false;
  if (mark.verifiedAt > now) return false;
  return !state.revokedMarks.some((revoked) => revoked.id === mark.id && revoked.expiresAt > now);
}

/** Whether a mark counts for a request: its subject, its epoch, its age, its method, and not from the future. */
export function counts(
  mark: Mark | null,
  subjectId: string,
  state: SubjectState,
  now: number,
  { maxAgeMs, amr }: MarkRequirement,
): mark is Mark {
  // Said so that a comparison with NaN refuses.
  if (!belongs(mark, subjectId, state, now) || !(now - mark.verifiedAt <= maxAgeMs)) return false;
  return amr === undefined || mark.amr.some((method) => amr.includes(method));
}
