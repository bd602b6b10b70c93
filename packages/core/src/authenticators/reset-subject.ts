import { readClock } from "../clock.js";
import type { EventScope } from "../events/emitter.js";
import { randomId } from "../random-id.js";
import type { Suite } from "../suite.js";

/** Who asked for it and why, for the audit log. Cut to 500 characters, without control characters. */
export interface ResetGrounds {
  readonly reason?: string;
  /** Whoever does it: a person of support, or a program. */
  readonly actor?: string;
}

/**
 * Voids what the subject holds and leaves a duty to enroll: with the password alone nothing opens but an enrollment,
 * and that wants a recent sign-in. The owner is told.
 */
export async function resetSubject(
  { records, crypto, clock, emitter }: Suite,
  subjectId: string,
  { reason, actor }: ResetGrounds,
  scope: EventScope,
): Promise<void> {
  await records.requireEnrollment(subjectId, { to: randomId(crypto), at: readClock(clock) });
  emitter.emit(scope, {
    type: "subject.reset",
    outcome: "success",
    ...(reason !== undefined && { reason: oneLine(reason) }),
    ...(actor !== undefined && { actor: oneLine(actor) }),
  });
  emitter.notify(scope, "second_factor_reset");
}

/** A line feed in a log would be a line of its own. */
const oneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").slice(0, 500);
