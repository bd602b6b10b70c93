import { inMinutes } from "./duration.js";
import { browsers } from "./english/browsers.js";
import { challenge } from "./english/challenge.js";
import { resume } from "./english/continue.js";
import { confirm, enroll } from "./english/enrollment.js";
import { manage } from "./english/manage.js";
import { problem } from "./english/problem.js";
import { problems } from "./english/problems.js";
import { recovery } from "./english/recovery.js";
import { recoveryCodes, regenerate } from "./english/recovery-codes.js";
import { security } from "./english/security.js";
import {
  staffActs,
  staffList,
  staffRecovery,
  staffSubject,
  staffSummary,
} from "./english/staff.js";
import { undo, undone } from "./english/undo.js";
import { inTime } from "./in-time.js";

/**
 * Every sentence of the pages. Another language is an object of the same shape (`Messages`); a host that only wants
 * other words gives the ones it wants to change.
 */
export const english = {
  direction: "ltr" as "ltr" | "rtl",

  frame: {
    title: (heading: string, issuer: string) => `${heading} – ${issuer}`,
    titleWithError: (title: string) => `Error: ${title}`,
    signedInAs: "Signed in as",
    copyFailed: "Copying is not allowed here. The text is selected: copy it by hand.",
  },

  error: {
    heading: "That did not work",
    attemptsRemaining: (count: number) =>
      count === 1 ? "You have one more try." : `You have ${count === 0 ? "no" : count} more tries.`,
    escalatedAttemptsRemaining: (count: number) =>
      count === 0
        ? "Go on as described below."
        : `You have ${count === 1 ? "one more try" : `${count} more tries`}.`,
    enrollmentAttemptsRemaining: (count: number) =>
      count === 1
        ? "You have one more try with this QR code."
        : `You have ${count} more tries with this QR code.`,
    retryAfter: (seconds: number) => `Try again ${inTime("en", seconds)}.`,
    escalatedRetryAfter: (seconds: number) =>
      `Go on as described below, or with a single code ${inTime("en", seconds)}.`,
    clockOff: (seconds: number) =>
      `Your device's clock is about ${inMinutes("en", seconds)} ${seconds < 0 ? "slow" : "fast"}.`,
    problems,
  },

  enroll,
  confirm,
  recoveryCodes,
  regenerate,
  challenge,
  resume,
  manage,
  browsers,
  problem,
  recovery,
  security,
  staffActs,
  staffList,
  staffRecovery,
  staffSubject,
  staffSummary,
  undo,
  undone,
};

/** The shape of a whole catalog. */
export type Messages = typeof english;
