import { asWritten, type Grounds } from "../authenticators/grounds.js";
import { resetSubject } from "../authenticators/reset-subject.js";
import { removeBrowsers } from "../browsers/remove-browsers.js";
import type { EventScope } from "../events/emitter.js";
import type { Suite } from "../suite.js";

/**
 * What administrators do to one account. True where something changed: then it stands in the events and the owner is
 * told.
 *
 * @throws Unavailable where the store does not answer
 */
export type Act = (
  suite: Suite,
  subjectId: string,
  grounds: Grounds,
  scope: EventScope,
) => Promise<boolean>;

const reset: Act = async (suite, subjectId, grounds, scope) => {
  await resetSubject(suite, subjectId, grounds, scope);
  return true;
};

/** Changes nothing for whoever is enrolled: they are asked for their second factor anyway. */
const demandEnrollment: Act = async ({ records, emitter }, subjectId, grounds, scope) => {
  if (!(await records.demandEnrollment(subjectId))) return false;
  emitter.emit(scope, {
    type: "subject.enrollment_demanded",
    outcome: "success",
    ...asWritten(grounds),
  });
  emitter.notify(scope, "enrollment_demanded");
  return true;
};

/** No browser is trusted any more, and what they opened goes with them; sessions that a code opened go on. */
const revokeTrust: Act = async (suite, subjectId, grounds, scope) => {
  const record = await suite.records.load(subjectId);
  return (await removeBrowsers(suite, subjectId, record, "all", scope, grounds)) > 0;
};

export const acts = { reset, demandEnrollment, revokeTrust } as const;

export type StaffAct = keyof typeof acts;
