import type {
  Page,
  PageFrame,
  StaffListPage,
  StaffSubjectPage,
  StaffSummaryPage,
} from "@second-factor/core/http";
import { securityState } from "./sample-security.js";

const at = Date.UTC(2026, 10, 22, 14, 30);
const day = 86_400_000;

type Subject = StaffSubjectPage["subject"];
type Recovery = NonNullable<Subject["recovery"]>;

/** The pages for staff, and those of the link that takes an enrollment back, in every state that changes what they say. */
export function staffPages(frame: PageFrame): Readonly<Record<string, Page>> {
  const withError: PageFrame = { ...frame, error: { code: "text_invalid" } };
  const stranger: PageFrame = { ...frame, subjectName: "", formToken: "", returnTo: "" };

  const list: StaffListPage = {
    page: "staff-list",
    frame,
    role: "admin",
    subjects: [
      entry("alice", { authenticators: 2, recoveryCodesRemaining: 9, lastUsedAt: at }),
      entry("bob@example.com", { authenticators: 1, recoveryCodesRemaining: 1, lastUsedAt: at }),
      entry("4711", { mustEnroll: true }),
      entry("eve", { authenticators: 1, lastUsedAt: at - day, recoveryIsOpen: true }),
    ],
    next: "sealed-place-of-the-next-page",
    byRole: true,
    hasAlarms: true,
  };

  const recovery: Recovery = {
    id: "rec_1",
    kind: "support",
    state: "requested",
    openedAt: at,
    availableAt: at,
    expiresAt: at + 3 * day,
    openedBy: "dave",
    reason: "Lost the phone on a journey",
    caseReference: "815",
    decidedBy: null,
  };
  const subject: Subject = {
    subjectId: "alice",
    authenticators: (["opens", "key_missing", "key_unavailable", "refused"] as const).map(
      (secret, index) => ({
        id: `aut_${index}`,
        type: "totp",
        name: `Phone ${index}`,
        createdAt: at - 90 * day,
        lastUsedAt: at,
        secret,
      }),
    ),
    mustEnroll: false,
    pending: { name: "Tablet", expiresAt: at + 600_000 },
    recoveryCodesRemaining: 9,
    failures: { count: 3, inARow: 1, since: at - day },
    throttle: { codesNeeded: 1, retryAfterSeconds: 0 },
    recovery: null,
    trustedBrowsers: [
      {
        id: "b1",
        name: "Firefox on Linux",
        createdAt: at - day,
        lastSeenAt: at,
        trustedUntil: at + 30 * day,
      },
    ],
    credentialsChangedAt: at - 3 * day,
    contactChangedAt: at - 2 * day,
    changedAt: at - 90 * day,
  };
  const one: StaffSubjectPage = {
    page: "staff-subject",
    frame,
    role: "admin",
    staffId: "carol",
    subject,
    recovers: true,
    done: null,
  };
  const [phone] = subject.authenticators;
  const empty: Subject = {
    ...subject,
    authenticators: [],
    pending: null,
    trustedBrowsers: [],
    credentialsChangedAt: null,
    contactChangedAt: null,
    changedAt: null,
  };
  const recovering = (state: Recovery["state"], more: Partial<Recovery> = {}) =>
    ({ ...one, subject: { ...subject, recovery: { ...recovery, state, ...more } } }) as const;

  const summary: StaffSummaryPage = {
    page: "staff-summary",
    frame,
    act: "reset",
    ofRole: "cashiers",
    changed: 12,
    unchanged: 0,
    failed: [],
    leftSelfOut: true,
  };
  const dones = [
    "reset",
    "demandEnrollment",
    "revokeTrust",
    "unchanged",
    "recoveryRequested",
    "recoveryApproved",
    "recoveryDenied",
    "recoveryCanceled",
  ] as const;
  const ended = ["approved", "completed", "canceled", "denied", "expired"] as const;

  return {
    "staff-list": list,
    "staff-list-error": { ...list, frame: withError },
    "staff-list-support": { ...list, role: "support", next: null },
    "staff-list-empty": { ...list, subjects: [], next: null, byRole: false, hasAlarms: false },
    "staff-subject": one,
    "staff-subject-error": { ...one, frame: withError },
    "staff-subject-support": {
      ...one,
      role: "support",
      subject: { ...subject, authenticators: phone ? [phone] : [] },
    },
    "staff-subject-own": { ...one, staffId: "alice" },
    "staff-subject-none": { ...one, subject: empty },
    "staff-subject-must-enroll": { ...one, subject: { ...empty, mustEnroll: true } },
    ...Object.fromEntries(dones.map((done) => [`staff-subject-${done}`, { ...one, done }])),
    "staff-recovery-requested": recovering("requested"),
    "staff-recovery-own-request": { ...recovering("requested"), staffId: "dave" },
    "staff-recovery-waiting": recovering("waiting", { kind: "delayed", openedBy: "alice" }),
    ...Object.fromEntries(
      ended.map((state) => [`staff-recovery-${state}`, recovering(state, { decidedBy: "erin" })]),
    ),
    "staff-summary": summary,
    "staff-summary-failed": {
      ...summary,
      act: "demandEnrollment",
      changed: 1,
      unchanged: 4,
      failed: ["alice", "bob"],
      leftSelfOut: false,
    },
    "staff-summary-trust": { ...summary, act: "revokeTrust", failed: ["alice"] },
    security: { page: "security", frame, state: securityState },
    "security-few": {
      page: "security",
      frame,
      state: { ...securityState, clock: { ...securityState.clock, aheadSeconds: null } },
    },
    "security-nothing": {
      page: "security",
      frame,
      state: {
        alarms: [],
        events: [],
        clock: { offsets: [], votes: 0, aheadSeconds: null },
        suppressed: 0,
        undelivered: 0,
      },
    },
    undo: {
      page: "undo",
      frame: stranger,
      ticket: "sealed-ticket",
      authenticatorName: "My phone",
      addedAt: at,
      last: true,
    },
    "undo-others": {
      page: "undo",
      frame: stranger,
      ticket: "sealed-ticket",
      authenticatorName: "My phone",
      addedAt: at,
      last: false,
    },
    undone: {
      page: "undone",
      frame: stranger,
      authenticatorName: "My phone",
      last: true,
      signInPath: "/login",
    },
    "undone-others": {
      page: "undone",
      frame: stranger,
      authenticatorName: "My phone",
      last: false,
      signInPath: null,
    },
  };
}

const entry = (
  subjectId: string,
  more: Partial<StaffListPage["subjects"][number]>,
): StaffListPage["subjects"][number] => ({
  subjectId,
  authenticators: 0,
  mustEnroll: false,
  recoveryCodesRemaining: 0,
  lastUsedAt: 0,
  recoveryIsOpen: false,
  ...more,
});
