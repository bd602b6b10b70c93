import type { SubjectDescription } from "../authenticators/describe-subject.js";
import type { Grounds } from "../authenticators/grounds.js";
import type { EventScope } from "../events/emitter.js";
import type { SubjectPage } from "../stores/records.js";
import type { Suite } from "../suite.js";
import type { StaffAct } from "./acts.js";
import type { StaffSummary, SubjectIds } from "./for-subjects.js";
import type { ListOptions } from "./list-subjects.js";

/**
 * What administrators do, for jobs and tools of your own: who calls it has been checked by then. The routes under
 * /staff do the same behind `staff` and a fresh second factor.
 */
export interface AdminDesk {
  /** A page of the accounts; every account that has a row. */
  list(options?: ListOptions): Promise<SubjectPage>;
  /** What support has to know about an account; nothing secret. */
  describe(subjectId: string): Promise<SubjectDescription>;
  /** Voids all they hold and demands a new enrollment. */
  reset(subjectIds: SubjectIds, grounds?: Grounds): Promise<StaffSummary>;
  /** Whoever has no second factor has to enroll before anything else. Changes nothing for who has one. */
  demandEnrollment(subjectIds: SubjectIds, grounds?: Grounds): Promise<StaffSummary>;
  /** No browser is trusted any more, and the sessions that one opened are asked for a code. */
  revokeTrust(subjectIds: SubjectIds, grounds?: Grounds): Promise<StaffSummary>;
}

const seldom = () => import("../seldom.js");

export function adminDesk(suite: Suite, scopeOf: (subjectId: string) => EventScope): AdminDesk {
  const byAct =
    (name: StaffAct): AdminDesk["reset"] =>
    async (subjectIds, grounds = {}) => {
      const { acts, forSubjects } = await seldom();
      return forSubjects(suite, acts[name], subjectIds, grounds, scopeOf);
    };
  return {
    list: async (options) => (await seldom()).listSubjects(suite, options),
    describe: async (subjectId) =>
      (await import("../on-demand.js")).describeSubject(suite, subjectId),
    reset: byAct("reset"),
    demandEnrollment: byAct("demandEnrollment"),
    revokeTrust: byAct("revokeTrust"),
  };
}
