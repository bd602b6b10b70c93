import type { AuthenticationMethod, Mark } from "./session-slot.js";
import type { SubjectState } from "./subject-state.js";

export interface MarkRequirement {
  readonly maxAgeMs: number;
  readonly amr?: readonly AuthenticationMethod[];
  /** Whether a browser that was trusted, and so not asked, is enough: for the app-wide guard only. */
  readonly orRemembered?: boolean;
}

/**
 * A mark of this subject in its present epoch that nobody signed out, however old. One of a trusted browser goes with
 * the trust: whoever takes that away means the sessions too that it opened.
 */
export function belongs(
  mark: Mark | null,
  subjectId: string,
  state: SubjectState,
  now: number,
): mark is Mark {
  if (mark === null || mark.subjectId !== subjectId) return false;
  if (state.epoch === "" || mark.epoch !== state.epoch) return false;
  if (mark.verifiedAt > now) return false;
  if (mark.amr.includes("remembered") && !isTrusted(mark.authenticatorId, state, now)) return false;
  return !state.revokedMarks.some((revoked) => revoked.id === mark.id && revoked.expiresAt > now);
}

function isTrusted(browserId: string, { browsers }: SubjectState, now: number): boolean {
  const browser = browsers.find(({ id }) => id === browserId);
  return browser !== undefined && browser.digest !== "" && now < browser.trustedUntil;
}

/** Whether a mark counts for a request: its subject, its epoch, its age, its method, and not from the future. */
export function counts(
  mark: Mark | null,
  subjectId: string,
  state: SubjectState,
  now: number,
  { maxAgeMs, amr, orRemembered = false }: MarkRequirement,
): mark is Mark {
  // Said so that a comparison with NaN refuses.
  if (!belongs(mark, subjectId, state, now) || !(now - mark.verifiedAt <= maxAgeMs)) return false;
  if (mark.amr.includes("remembered")) return orRemembered;
  return amr === undefined || mark.amr.some((method) => amr.includes(method));
}
