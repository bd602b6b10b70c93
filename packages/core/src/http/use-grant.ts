import { seenSlot } from "../step-up/idle.js";
import type { SubjectState } from "../step-up/subject-state.js";
import type { Call } from "./call.js";
import { mostActionSeconds } from "./check-guard-options.js";

/**
 * Whether the session's mark was made for this action, and no request has used that up. The records decide: of any
 * number of requests at once exactly one passes, whoever kept a copy of the slot. For a mark that stands.
 */
export async function useGrant(
  { suite, session, subject, stored, now, scope }: Call,
  state: SubjectState,
  action: string,
): Promise<boolean> {
  const { mark = null, grant = null } = stored ?? {};
  if (stored === null || mark === null || grant === null) return false;
  if (grant.markId !== mark.id || grant.action !== action) return false;
  // Also this session's own, where a parallel request wrote the slot back.
  if (state.revokedMarks.some(({ id }) => id === grant.id)) return false;

  const forgotten = now + mostActionSeconds * 1000;
  if (!(await suite.records.revokeMark(subject.id, grant.id, forgotten))) return false;
  const { markIdleMs } = suite.settings;
  const seen = markIdleMs === null ? null : seenSlot(stored, markIdleMs, now);
  await session.write({ ...(seen ?? stored), grant: null });
  suite.emitter.emit(scope, { type: "step_up.used", outcome: "success", action });
  return true;
}
