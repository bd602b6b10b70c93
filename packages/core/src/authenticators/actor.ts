import type { EventScope } from "../events/emitter.js";
import { counts } from "../step-up/mark.js";
import type { AuthenticationMethod, SessionSlot } from "../step-up/session-slot.js";
import { type SlotKeeper, signInAge } from "../step-up/sign-in.js";
import { subjectState } from "../step-up/subject-state.js";
import type { SubjectRecord } from "../stores/records.js";
import type { Subject } from "../subject.js";
import type { Suite } from "../suite.js";

/** A signed-in subject about to change what it holds, with its record as just read. */
export interface Actor {
  readonly subject: Subject;
  readonly slot: SessionSlot;
  readonly keeper: SlotKeeper;
  readonly record: SubjectRecord;
  readonly now: number;
  readonly scope: EventScope;
}

/** Every change of what an enrolled subject holds wants a second factor verified just now. */
export function isFreshlyVerified(
  { settings }: Suite,
  { subject, slot, record, now }: Actor,
  amr?: readonly AuthenticationMethod[],
): boolean {
  const requirement = { maxAgeMs: settings.changeMaxAgeMs, ...(amr && { amr }) };
  return counts(slot.mark, subject.id, subjectState(record), now, requirement);
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
