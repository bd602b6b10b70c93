import { isOpen } from "../../../recovery/recovery-state.js";
import type { Ticket } from "../../../secrets/ticket-seal.js";
import { listSubjects } from "../../../staff/list-subjects.js";
import type { SubjectPage, SubjectSummary } from "../../../stores/records.js";
import type { RecoveryRecord } from "../../../stores/subject-record.js";
import { pageFrame } from "../../page-frame.js";
import { type Problem, problem } from "../../problem.js";
import type { StaffListPage } from "../../staff-page.js";
import { type StaffCall, staffOnly } from "./staff-only.js";

/** The store's own words for where a page begins are read from nobody else, and hold an account's id. */
interface ListTicket extends Ticket {
  readonly after: string;
}

const lifetimeMs = 86_400_000;

/** GET /staff */
export const showStaffList = staffOnly("support", async (staff, { returnTo }) => {
  const { suite, request, now, subject } = staff.call;
  const asked = new URLSearchParams(request.query).get("after");
  const ticket =
    asked === null
      ? null
      : await suite.tickets.open<ListTicket>("staff_list", asked, now, subject.id);
  if (asked !== null && ticket === null) return { problem: problem("ticket_invalid") };
  const listed = await listSubjects(suite, { after: ticket?.after ?? null });
  const next = await sealNext(staff, listed.next);
  const json = { subjects: listed.subjects.map(toJson), next };
  return { status: 200, json, page: () => listPage(staff, listed, next, returnTo, null) };
});

async function sealNext({ call }: StaffCall, after: string | null): Promise<string | null> {
  if (after === null) return null;
  const { suite, subject, now } = call;
  const content: ListTicket = { subjectId: subject.id, expiresAt: now + lifetimeMs, after };
  return suite.tickets.seal("staff_list", content, subject.id);
}

/** The first page again, for what was sent from it by a form and refused. */
export async function firstPage(staff: StaffCall, found: Problem): Promise<StaffListPage> {
  const listed = await listSubjects(staff.call.suite);
  return listPage(staff, listed, await sealNext(staff, listed.next), "", found);
}

function listPage(
  { call, actor, role }: StaffCall,
  { subjects }: SubjectPage,
  next: string | null,
  returnTo: string,
  error: Problem | null,
): StaffListPage {
  const { settings } = call.suite;
  return {
    page: "staff-list",
    frame: pageFrame(call, actor, returnTo, error),
    role,
    subjects: subjects.map(({ recovery, ...subject }) => ({
      ...subject,
      recoveryIsOpen: isOpen(recovery as RecoveryRecord | null, call.now),
    })),
    next,
    byRole: settings.subjectsInRole !== null,
    hasAlarms: settings.alarms !== null,
  };
}

const time = (at: number) => new Date(at).toISOString();

function toJson({ lastUsedAt, recovery, ...summary }: SubjectSummary): object {
  return {
    ...summary,
    lastUsedAt: lastUsedAt === 0 ? null : time(lastUsedAt),
    recovery: recovery && {
      ...recovery,
      openedAt: time(recovery.openedAt),
      expiresAt: time(recovery.expiresAt),
    },
  };
}
