import { readClock } from "../clock.js";
import type { EventScope } from "../events/emitter.js";
import { randomId } from "../random-id.js";
import type { Suite } from "../suite.js";
import { asWritten, type Grounds } from "./grounds.js";

/**
 * Voids what the subject holds and leaves a duty to enroll: with the password alone nothing opens but an enrollment,
 * and that wants a recent sign-in. The owner is told.
 */
export async function resetSubject(
  { records, crypto, clock, emitter }: Suite,
  subjectId: string,
  grounds: Grounds,
  scope: EventScope,
): Promise<void> {
  await records.requireEnrollment(subjectId, { to: randomId(crypto), at: readClock(clock) });
  emitter.emit(scope, { type: "subject.reset", outcome: "success", ...asWritten(grounds) });
  emitter.notify(scope, "second_factor_reset");
}
