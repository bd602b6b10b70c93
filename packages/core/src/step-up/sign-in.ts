import type { CryptoPort } from "../crypto/port.js";
import { randomId } from "../random-id.js";
import type { Subject } from "../subject.js";
import { belongs } from "./mark.js";
import type { AuthenticationMethod, Mark, SessionSlot } from "./session-slot.js";
import type { SubjectState } from "./subject-state.js";

/** No epoch is ever equal to it: epochs are random base64url, or "" before the first change. */
const staleEpoch = "!";

/** Where a session keeps its slot decides how far its first sight of a subject can be trusted. */
export type SlotKeeper = "server" | "client" | "token";

/** Another clock may run ahead of ours by this much; beyond it a time from the future proves nothing. */
export const clockTolerance = 300_000;

function sees(slot: SessionSlot, subject: Subject): boolean {
  if (slot.signIn.subjectId !== subject.id) return false;
  return (
    subject.authenticatedAt === undefined ||
    Math.floor(subject.authenticatedAt) <= slot.signIn.since
  );
}

/**
 * The slot for this subject: the stored one, or a new one at the session's first sight of the subject, and after a
 * newer sign-in that the host reports. A sign-in from before the epoch changed is recorded as stale at once: the
 * password it was made with may be the stolen one. A change far in the future was dated by a clock that was wrong: it
 * can't tell which came first, and believing it would shut the owner out until then.
 */
export function seeSubject(
  stored: SessionSlot | null,
  subject: Subject,
  state: SubjectState,
  now: number,
  crypto: CryptoPort,
): SessionSlot {
  if (stored !== null && sees(stored, subject)) return stored;
  const { authenticatedAt } = subject;
  const { epochChangedAt } = state;
  const stale =
    authenticatedAt !== undefined &&
    authenticatedAt < epochChangedAt &&
    epochChangedAt <= now + clockTolerance;
  return {
    id: randomId(crypto),
    formToken: randomId(crypto),
    signIn: {
      subjectId: subject.id,
      epoch: stale ? staleEpoch : state.epoch,
      since: Math.floor(authenticatedAt ?? now),
    },
    mark: null,
  };
}

/** Milliseconds since the first factor, or null where nobody can know: what a client holds, it can also drop. */
export function signInAge(
  slot: SessionSlot,
  subject: Subject,
  keeper: SlotKeeper,
  now: number,
): number | null {
  if (subject.authenticatedAt === undefined && keeper !== "server") return null;
  const age = now - slot.signIn.since;
  return age < -clockTolerance ? null : Math.max(0, age);
}

/** `mayVerify` as far as it can be told before the subject is read: keeps a stale session from spending budgets. */
export function couldVerify(
  stored: SessionSlot | null,
  subject: Subject,
  keeper: SlotKeeper,
  now: number,
  maxAgeMs: number,
): boolean {
  if (stored === null || !sees(stored, subject)) {
    const { authenticatedAt } = subject;
    return authenticatedAt === undefined ? keeper !== "token" : now - authenticatedAt <= maxAgeMs;
  }
  if (stored.mark?.subjectId === subject.id) return true;
  const age = signInAge(stored, subject, keeper === "client" ? "server" : keeper, now);
  return age !== null && age <= maxAgeMs;
}

/**
 * Whether this session may try a code: it holds a mark of the present epoch (step-up, however old), or its sign-in
 * is of this epoch and recent. Keeps a session from before a password change, or one found days later, from finishing
 * with a code alone.
 */
export function mayVerify(
  slot: SessionSlot,
  subject: Subject,
  keeper: SlotKeeper,
  state: SubjectState,
  now: number,
  maxAgeMs: number,
): boolean {
  if (belongs(slot.mark, subject.id, state, now)) return true;
  if (slot.signIn.epoch !== state.epoch) return false;
  // A cookie's own record bounds honest clients; where a token carries no time of sign-in there is nothing to go by.
  const age = signInAge(slot, subject, keeper === "client" ? "server" : keeper, now);
  return age !== null && age <= maxAgeMs;
}

/** The slot after a verification: new id and form token for the rotated session, the epoch of now, the mark. */
export function markedSlot(
  slot: SessionSlot,
  subject: Subject,
  epoch: string,
  verified: { authenticatorId: string; amr: readonly AuthenticationMethod[]; at: number },
  crypto: CryptoPort,
): SessionSlot & { readonly mark: Mark } {
  return {
    id: randomId(crypto),
    formToken: randomId(crypto),
    signIn: { ...slot.signIn, subjectId: subject.id, epoch },
    mark: {
      id: randomId(crypto),
      subjectId: subject.id,
      epoch,
      authenticatorId: verified.authenticatorId,
      amr: verified.amr,
      verifiedAt: verified.at,
    },
  };
}
