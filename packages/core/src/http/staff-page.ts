import type { AlarmsState } from "../alarms/create-alarms.js";
import type { SubjectDescription } from "../authenticators/describe-subject.js";
import type { StaffRole } from "../configuration/options.js";
import type { StaffAct } from "../staff/acts.js";
import type { PageFrame } from "./page.js";

/** Pages for the people who look after accounts. Nothing in them is secret. */
export type StaffPage = StaffListPage | StaffSubjectPage | StaffSummaryPage | SecurityPage;

/** A page of the accounts, the search for one, and what administrators do by role. */
export interface StaffListPage {
  readonly page: "staff-list";
  readonly frame: PageFrame;
  readonly role: StaffRole;
  readonly subjects: ReadonlyArray<{
    readonly subjectId: string;
    readonly authenticators: number;
    readonly mustEnroll: boolean;
    readonly recoveryCodesRemaining: number;
    /** Milliseconds since the Unix epoch; 0 for never. */
    readonly lastUsedAt: number;
    readonly recoveryIsOpen: boolean;
  }>;
  /** For `?after=` of the next page; null on the last one. */
  readonly next: string | null;
  /** Whether administrators may act by role. */
  readonly byRole: boolean;
  readonly hasAlarms: boolean;
}

/** One account, and what may be done for it. Posts `subjectId` and `reason`. */
export interface StaffSubjectPage {
  readonly page: "staff-subject";
  readonly frame: PageFrame;
  readonly role: StaffRole;
  /** Whoever looks at it; nobody resets themselves, or decides what they asked for. */
  readonly staffId: string;
  readonly subject: SubjectDescription;
  /** Whether support may open recoveries. */
  readonly recovers: boolean;
  /** What the form just sent has done; null where none was sent. */
  readonly done: StaffDone | null;
}

export type StaffDone =
  | StaffAct
  | "unchanged"
  | "recoveryRequested"
  | "recoveryApproved"
  | "recoveryDenied"
  | "recoveryCanceled";

/** What became of a whole role. */
export interface StaffSummaryPage {
  readonly page: "staff-summary";
  readonly frame: PageFrame;
  readonly act: StaffAct;
  readonly ofRole: string;
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: readonly string[];
  /** Whoever did it is of that role themselves, and was passed over. */
  readonly leftSelfOut: boolean;
}

/** Alarms, the offsets of codes and recent events, as this process has seen them. */
export interface SecurityPage {
  readonly page: "security";
  readonly frame: PageFrame;
  readonly state: AlarmsState;
}

/** Asks before an authenticator is taken back. Posts `ticket` to `/undo`; nobody need be signed in. */
export interface UndoPage {
  readonly page: "undo";
  readonly frame: PageFrame;
  readonly ticket: string;
  readonly authenticatorName: string;
  readonly addedAt: number;
  /** It is the only one: everything goes, and the account has to enroll again. */
  readonly last: boolean;
}

/** It was taken back. */
export interface UndonePage {
  readonly page: "undone";
  readonly frame: PageFrame;
  readonly authenticatorName: string;
  readonly last: boolean;
  readonly signInPath: string | null;
}
