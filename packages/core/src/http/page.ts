import type { ProblemCode } from "./problem.js";

/** What a page shows, as plain data. A renderer turns it into HTML and adds nothing of its own. */
export type Page =
  | EnrollPage
  | ConfirmPage
  | RecoveryCodesPage
  | RegeneratePage
  | ChallengePage
  | ManagePage
  | ProblemPage;

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
}

/** Asks before the old set is voided. Posts to `/recovery-codes`. */
export interface RegeneratePage {
  readonly page: "regenerate";
  readonly frame: PageFrame;
  readonly remaining: number;
}

/** One text field; posts `otp` to `/verify` or `recoveryCode` to `/recovery-codes/redeem`. */
export interface ChallengePage {
  readonly page: "challenge";
  readonly frame: PageFrame;
  readonly authenticators: ReadonlyArray<{ readonly id: string; readonly name: string }>;
  /** The authenticator that the form names; last used first. */
  readonly authenticatorId: string;
  readonly digits: number;
  /** 1, or 2 or 3 consecutive codes where the budget for single codes is spent. */
  readonly codesNeeded: 1 | 2 | 3;
  readonly recoveryCodesRemaining: number;
  /** The form that was sent, so that an error stands beside its field. */
  readonly sent: "otp" | "recoveryCode" | null;
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
  readonly recoveryCodesRemaining: number;
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

/** The render port. The pages package implements it; a host may bring its own. */
export interface PageRenderer {
  /** A whole document. Must not need inline styles or scripts: the Content-Security-Policy forbids them. */
  render(page: Page): string;
  /** Served at `/styles.css` and `/script.js` under the base path. */
  readonly stylesheet: string;
  readonly script: string;
}
