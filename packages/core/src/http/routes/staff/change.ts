import type { Grounds } from "../../../authenticators/grounds.js";
import { acts, type StaffAct } from "../../../staff/acts.js";
import { forSubjects } from "../../../staff/for-subjects.js";
import { isSubjectId } from "../../../subject.js";
import { Unavailable } from "../../../unavailable.js";
import type { Answer } from "../../answer.js";
import { pageFrame } from "../../page-frame.js";
import { type Problem, problem } from "../../problem.js";
import type { StaffSummaryPage } from "../../staff-page.js";
import type { Handler } from "../input.js";
import { firstPage } from "./list.js";
import { parseTarget, parseText } from "./staff-input.js";
import { type StaffCall, staffOnly } from "./staff-only.js";
import { subjectPageNow } from "./subject.js";

/** POST /staff/reset */
export const resetByStaff = change("reset");
/** POST /staff/demand-enrollment */
export const demandByStaff = change("demandEnrollment");
/** POST /staff/revoke-trust */
export const revokeByStaff = change("revokeTrust");

/** One account, or all of a role: { subjectId | role, reason }. */
function change(act: StaffAct): Handler {
  return staffOnly("admin", async (staff, { fields }) => {
    const target = parseTarget(fields);
    if ("problem" in target) return refused(staff, null, target.problem);
    const subjectId = "subjectId" in target ? target.subjectId : null;
    const reason = parseText(fields, "reason");
    if ("problem" in reason) return refused(staff, subjectId, reason.problem);
    const grounds = { reason: reason.text, actor: staff.call.subject.id };
    return "role" in target
      ? changeRole(staff, act, target.role, grounds)
      : changeOne(staff, act, target.subjectId, grounds);
  });
}

async function changeOne(
  staff: StaffCall,
  act: StaffAct,
  subjectId: string,
  grounds: Grounds,
): Promise<Answer> {
  const { suite, subject } = staff.call;
  if (isOwnReset(act, subjectId, subject.id))
    return refused(staff, subjectId, problem("second_person_required"));
  const changed = await acts[act](suite, subjectId, grounds, staff.scopeOf(subjectId));
  const done = changed ? act : "unchanged";
  return {
    status: 200,
    json: { changed: Number(changed), unchanged: Number(!changed), failed: [] },
    page: () => subjectPageNow(staff, subjectId, { done }),
  };
}

async function changeRole(
  staff: StaffCall,
  act: StaffAct,
  ofRole: string,
  grounds: Grounds,
): Promise<Answer> {
  const { call, actor } = staff;
  const { suite, subject } = call;
  const { subjectsInRole } = suite.settings;
  if (subjectsInRole === null)
    return refused(staff, null, problem("field_missing", { field: "subjectId" }));
  const all = await membersOf(() => subjectsInRole(ofRole));
  const others = all.filter((id) => !isOwnReset(act, id, subject.id));
  const summary = await forSubjects(suite, acts[act], others, grounds, staff.scopeOf);
  const leftSelfOut = others.length < all.length;
  const page: StaffSummaryPage = {
    page: "staff-summary",
    frame: pageFrame(call, actor, ""),
    act,
    ofRole,
    ...summary,
    leftSelfOut,
  };
  return { status: 200, json: { ...summary, leftSelfOut }, page: () => page };
}

const isOwnReset = (act: StaffAct, subjectId: string, ownId: string): boolean =>
  act === "reset" && subjectId === ownId;

/**
 * All of them before the first is touched: a list that breaks off in the middle changes nothing.
 *
 * @throws Unavailable `subject_unavailable`
 */
async function membersOf(
  list: () => Iterable<string> | AsyncIterable<string>,
): Promise<readonly string[]> {
  const members = new Set<string>();
  try {
    for await (const id of list()) {
      if (!isSubjectId(id)) throw new TypeError("subjectsInRole() answered with nonsense");
      members.add(id);
    }
  } catch (cause) {
    throw new Unavailable("subject_unavailable", 1, { cause });
  }
  return [...members];
}

/** The page that the form stood on, with the error. */
const refused = (staff: StaffCall, subjectId: string | null, error: Problem): Answer => ({
  problem: error,
  page: () =>
    subjectId === null ? firstPage(staff, error) : subjectPageNow(staff, subjectId, { error }),
});
