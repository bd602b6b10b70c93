import type { ProblemCode } from "./problem.js";
import type { StaffPage, UndonePage, UndoPage } from "./staff-page.js";

/** What a page shows, as plain data. A renderer turns it into HTML and adds nothing of its own. */
export type Page =
  | EnrollPage
  | ConfirmPage
  | RecoveryCodesPage
  | RegeneratePage
  | ChallengePage
  | ContinuePage
  | ManagePage
  | ProblemPage
  | RecoveryPage
  | RecoveryLinkPage
  | RecoveryDonePage
  | StaffPage
  | UndoPage
  | UndonePage;

export interface PageFrame {
  readonly issuer: string;
  readonly basePath: string;
  readonly subjectName: string;
  /** Goes into every form as the hidden field `form_token`. */
  readonly formToken: string;
  /** A local path, checked; goes into forms as `return_to`. "" where there is none. */
  readonly returnTo: string;
  /** What the form just sent ran into. */
  readonly error: PageError | null;
  /** The request's Accept-Language, as it came; the renderer picks its sentences by it. */
  readonly acceptLanguage?: string | undefined;
  /** The host's own front page, checked: the way out where there is no `returnTo`. */
  readonly homePath?: string | undefined;
  /** Under way for this account: whoever reads this should know, and be led to `/recovery`. */
  readonly recovery?: OpenRecovery | null | undefined;
}

export interface PageError {
  readonly code: ProblemCode;
  readonly attemptsRemaining?: number;
  readonly retryAfterSeconds?: number;
  /** How far the device's clock is off, in seconds; negative where it is behind. */
  readonly clockOffSeconds?: number;
}

/** Before an enrollment: what will happen, and one button. Posts `name` to `/totp/enrollments`. */
export interface EnrollPage {
  readonly page: "enroll";
  readonly frame: PageFrame;
  /** Whether this would be the first authenticator. */
  readonly first: boolean;
  /** Until when the subject may go on without; milliseconds, null where there is no deadline. */
  readonly graceUntil: number | null;
  readonly required: boolean;
}

/** The QR code and the manual key, and the field for the first code. Posts `otp` to `/totp/enrollments/:id/confirm`. */
export interface ConfirmPage {
  readonly page: "confirm";
  readonly frame: PageFrame;
  readonly enrollmentId: string;
  readonly name: string;
  /** `otpauth://…`; also the "add on this device" link. */
  readonly keyUri: string;
  /** Base32 in groups of four. */
  readonly secret: string;
  /** A whole `<svg>` element, black on transparent. */
  readonly qrCode: string;
  readonly expiresAt: number;
}

/** New recovery codes, shown this once. */
export interface RecoveryCodesPage {
  readonly page: "recovery-codes";
  readonly frame: PageFrame;
  /** In groups of four characters. */
  readonly recoveryCodes: readonly string[];
  readonly reason: "first" | "regenerated" | "last_one_used";
  /** What was interrupted; goes on from here. */
  readonly again?: Again;
}

/** Asks before the old set is voided. Posts to `/recovery-codes`. */
export interface RegeneratePage {
  readonly page: "regenerate";
  readonly frame: PageFrame;
  readonly remaining: number;
}

/** One text field; posts `otp` to `/verify` or `recoveryCode` to `/recovery-codes/redeem`, and with `resume` to there. */
export interface ChallengePage {
  readonly page: "challenge";
  readonly frame: PageFrame;
  readonly authenticators: ReadonlyArray<{ readonly id: string; readonly name: string }>;
  /** The authenticator that the form names; last used first. */
  readonly authenticatorId: string;
  readonly digits: number;
  /** 1, or 2 or 3 consecutive codes where the budget for single codes is spent. */
  readonly codesNeeded: 1 | 2 | 3;
  /** null where the account may not use any. */
  readonly recoveryCodesRemaining: number | null;
  /** Whether whoever lost everything can ask for a recovery at `/recovery`. */
  readonly mayRecover: boolean;
  /** The choice not to be asked in this browser for so many days; null where there is none. Posts `trustBrowser=true`. */
  readonly trust: { readonly days: number; readonly chosen: boolean } | null;
  /** The form that was sent, so that an error stands beside its field. */
  readonly sent: "otp" | "recoveryCode" | null;
  /** A request waits for the code: both forms post to `/resume` then, with the hidden field `ticket`. */
  readonly resume?: {
    readonly ticket: string;
    /** What the code is for, in words; null where it is for nothing in particular. Of the host alone. */
    readonly confirms: string | null;
  };
}

/** After the code: one form that posts what was interrupted to its own path, with these fields and no other. */
export interface ContinuePage {
  readonly page: "continue";
  readonly frame: PageFrame;
  readonly again: Again;
}

export interface Again {
  /** Of the host's, with its query; local, and checked. */
  readonly path: string;
  /** In their order; a name may come several times. */
  readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
}

export interface ManagePage {
  readonly page: "manage";
  readonly frame: PageFrame;
  readonly authenticators: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly createdAt: number;
    readonly lastUsedAt: number;
  }>;
  readonly maxAuthenticators: number;
  /** Whether the policy allows removing the last one. */
  readonly lastMayGo: boolean;
  /** Those that are trusted. A form each posts to `/browsers/:id/remove`, and one for all to `/browsers/remove`. */
  readonly browsers: ReadonlyArray<{
    readonly id: string;
    /** "Firefox on Linux" */
    readonly name: string;
    readonly createdAt: number;
    readonly lastSeenAt: number;
    readonly trustedUntil: number;
    /** Whether it is the one that shows the page. */
    readonly current: boolean;
  }>;
  /** null where the account may not use any. */
  readonly recoveryCodesRemaining: number | null;
}

/** Anything that ended a flow: says what happened and where to go. */
export interface ProblemPage {
  readonly page: "problem";
  readonly frame: PageFrame;
  readonly code: ProblemCode;
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  /** The host's sign-in page, where the engine knows it and signing in helps. */
  readonly signInPath: string | null;
}

/** A recovery under way. `availableAt` is when it can be completed, in milliseconds; of a delayed one only. */
export interface OpenRecovery {
  readonly kind: "delayed" | "support";
  readonly availableAt: number;
}

/**
 * The account's recovery: ask for one (posts to `/recovery`), wait, complete it (posts to `/recovery/complete`), or end
 * it (posts `ticket` to `/recovery/cancel`).
 */
export interface RecoveryPage {
  readonly page: "recovery";
  readonly frame: PageFrame;
  /** Null where none is open. */
  readonly recovery: OpenRecovery | null;
  /** The waiting time of one that is asked for; null where only support can open one. */
  readonly waitMs: number | null;
  /** The waiting time is over. */
  readonly isAvailable: boolean;
  /** Asking and completing want a sign-in of just now; where it is not, the person signs in again first. */
  readonly isSignInFresh: boolean;
  readonly signInPath: string | null;
  /** Only for whoever showed the second factor in this session. */
  readonly cancelTicket: string | null;
}

/** What a link of a notice opens. Posts `ticket` to `/recovery/cancel` or `/recovery/complete`. */
export interface RecoveryLinkPage {
  readonly page: "recovery-link";
  readonly frame: PageFrame;
  readonly leadsTo: "cancel" | "complete";
  readonly ticket: string;
}

/** What was just done. "requested" says nothing about whether the account has a second factor. */
export interface RecoveryDonePage {
  readonly page: "recovery-done";
  readonly frame: PageFrame;
  readonly done: "requested" | "canceled" | "completed";
  readonly waitMs: number | null;
  readonly signInPath: string | null;
}

/** The render port. The pages package implements it; a host may bring its own. */
export interface PageRenderer {
  /** A whole document. Must not need inline styles or scripts: the Content-Security-Policy forbids them. */
  render(page: Page): string;
  /** Served at `/styles.css` and `/script.js` under the base path. */
  readonly stylesheet: string;
  readonly script: string;
}
