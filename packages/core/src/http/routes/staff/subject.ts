import {
  describeSubject,
  type SubjectDescription,
} from "../../../authenticators/describe-subject.js";
import { pageFrame } from "../../page-frame.js";
import type { Problem } from "../../problem.js";
import type { StaffDone, StaffSubjectPage } from "../../staff-page.js";
import { parseSubjectId } from "./staff-input.js";
import { type StaffCall, staffOnly } from "./staff-only.js";

/** GET /staff/subject?subject= */
export const showStaffSubject = staffOnly("support", async (staff) => {
  const { suite, request } = staff.call;
  const parsed = parseSubjectId(new URLSearchParams(request.query).get("subject"));
  if ("problem" in parsed) return parsed;
  const subject = await describeSubject(suite, parsed.subjectId);
  return { status: 200, json: toJson(subject), page: () => subjectPage(staff, subject, {}) };
});

/** The account as it is now, with what was done or what was wrong. */
export async function subjectPageNow(
  staff: StaffCall,
  subjectId: string,
  outcome: { readonly done?: StaffDone; readonly error?: Problem },
): Promise<StaffSubjectPage> {
  return subjectPage(staff, await describeSubject(staff.call.suite, subjectId), outcome);
}

function subjectPage(
  { call, actor, role }: StaffCall,
  subject: SubjectDescription,
  { done, error }: { readonly done?: StaffDone; readonly error?: Problem },
): StaffSubjectPage {
  return {
    page: "staff-subject",
    frame: pageFrame(call, actor, "", error),
    role,
    staffId: call.subject.id,
    subject,
    recovers: call.suite.settings.recovery.support !== null,
    done: done ?? null,
  };
}

/** Times as ISO 8601, as all routes tell them. */
function toJson(subject: SubjectDescription): object {
  return JSON.parse(
    JSON.stringify(subject, (key, value: unknown) =>
      isTime(key, value) ? new Date(value).toISOString() : value,
    ),
  ) as object;
}

const isTime = (key: string, value: unknown): value is number =>
  typeof value === "number" && (key.endsWith("At") || key === "since" || key === "trustedUntil");
