import { supportDesk } from "../../../recovery/support-desk.js";
import type { Answer } from "../../answer.js";
import { type ProblemCode, problem } from "../../problem.js";
import type { StaffDone } from "../../staff-page.js";
import type { Handler } from "../input.js";
import { parseSubjectId, parseText } from "./staff-input.js";
import { type StaffCall, staffOnly } from "./staff-only.js";
import { subjectPageNow } from "./subject.js";

const deskOf = ({ call, scopeOf }: StaffCall) => supportDesk(call.suite, scopeOf);

/** What the desk says, as a problem. What is not named here went well. */
const problems: Readonly<Record<string, ProblemCode>> = {
  already_open: "changed_meanwhile",
  not_enrolled: "not_enrolled",
  not_found: "recovery_not_found",
  same_person: "second_person_required",
  text_invalid: "text_invalid",
};

const isOff = ({ call }: StaffCall): boolean => call.suite.settings.recovery.support === null;

/** POST /staff/recovery/request { subjectId, reason, caseReference } */
export const requestByStaff = staffOnly("support", async (staff, { fields }) => {
  if (isOff(staff)) return { problem: problem("route_not_found") };
  const target = parseSubjectId(fields.subjectId);
  if ("problem" in target) return target;
  const { subjectId } = target;
  const reason = parseText(fields, "reason");
  if ("problem" in reason) return refused(staff, subjectId, reason.problem);
  const caseReference = parseText(fields, "caseReference");
  if ("problem" in caseReference) return refused(staff, subjectId, caseReference.problem);
  const verdict = await deskOf(staff).request(subjectId, {
    by: staff.call.subject.id,
    reason: reason.text,
    caseReference: caseReference.text,
  });
  return answer(staff, subjectId, verdict.outcome, "recoveryRequested");
});

/** POST /staff/recovery/approve { subjectId, recoveryId } */
export const approveByStaff = decide("approve", "recoveryApproved");
/** POST /staff/recovery/deny */
export const denyByStaff = decide("deny", "recoveryDenied");
/** POST /staff/recovery/cancel: of any kind, where its owner says they never asked for it */
export const cancelByStaff = decide("cancel", "recoveryCanceled");

function decide(verb: "approve" | "deny" | "cancel", done: StaffDone): Handler {
  return staffOnly("support", async (staff, { fields }) => {
    if (verb !== "cancel" && isOff(staff)) return { problem: problem("route_not_found") };
    const target = parseSubjectId(fields.subjectId);
    if ("problem" in target) return target;
    const { subjectId } = target;
    const recoveryId = parseText(fields, "recoveryId");
    if ("problem" in recoveryId) return refused(staff, subjectId, recoveryId.problem);
    const by = staff.call.subject.id;
    const { outcome } = await deskOf(staff)[verb](subjectId, recoveryId.text, { by });
    return answer(staff, subjectId, outcome, done);
  });
}

function answer(staff: StaffCall, subjectId: string, outcome: string, done: StaffDone): Answer {
  const code = problems[outcome];
  if (code !== undefined) return refused(staff, subjectId, problem(code));
  return { status: 204, json: null, page: () => subjectPageNow(staff, subjectId, { done }) };
}

const refused = (
  staff: StaffCall,
  subjectId: string,
  error: ReturnType<typeof problem>,
): Answer => ({
  problem: error,
  page: () => subjectPageNow(staff, subjectId, { error }),
});
