import type { EventScope } from "../events/emitter.js";
import { type AllowedKinds, allowsMark } from "../step-up/allowed-kinds.js";
import { liveMark } from "../step-up/idle.js";
import { counts, type MarkRequirement } from "../step-up/mark.js";
import type { AuthenticationMethod, SessionSlot } from "../step-up/session-slot.js";
import { type SlotKeeper, signInAge } from "../step-up/sign-in.js";
import { subjectState } from "../step-up/subject-state.js";
import type { SubjectRecord } from "../stores/subject-record.js";
import type { Subject } from "../subject.js";
import type { Suite } from "../suite.js";

/** A signed-in subject about to change what it holds, with its record as just read. */
export interface Actor {
  readonly subject: Subject;
  readonly slot: SessionSlot;
  readonly keeper: SlotKeeper;
  readonly record: SubjectRecord;
  /** What the account may enroll and use. */
  readonly kinds: AllowedKinds;
  readonly now: number;
  readonly scope: EventScope;
}

/** Every change of what an enrolled subject holds wants a second factor verified just now. */
export function isFreshlyVerified(
  suite: Suite,
  actor: Actor,
  amr?: readonly AuthenticationMethod[],
): boolean {
  return isVerified(suite, actor, { maxAgeMs: suite.settings.changeMaxAgeMs, ...(amr && { amr }) });
}

export function isVerified(
  { settings }: Suite,
  { subject, slot, record, now, kinds }: Actor,
  requirement: MarkRequirement,
): boolean {
  const mark = liveMark(slot, settings.markIdleMs, now);
  return (
    counts(mark, subject.id, subjectState(record), now, requirement) && allowsMark(kinds, mark)
  );
}

/**
 * A first enrollment has no second factor to ask for, so it wants a sign-in of just now: a session found open, or a
 * token of unknown age, must not be enough to put someone else's phone on the account (NIST SP 800-63B-4, 4.1.2.1).
 */
export function isFreshlySignedIn(
  { settings, warnOnce }: Suite,
  { subject, slot, keeper, record, now }: Actor,
): boolean {
  const age = signInAge(slot, subject, keeper, now);
  if (age === null && subject.authenticatedAt === undefined) {
    warnOnce(
      "authenticated_at_missing",
      "A client-held session or a token does not prove when it began. Let subject() return authenticatedAt, else nobody can enroll.",
    );
  }
  return age !== null && age <= settings.signInMaxAgeMs && slot.signIn.epoch === record.epoch;
}
