import type { ProblemCode } from "@second-factor/core/http";
import { inMinutes } from "./duration.js";
import { inTime } from "./in-time.js";

const unreadable = "We could not read the form. Go back, reload the page and send it once more.";
const unavailable = "Something on our side is not available. Nothing was changed.";

/** What each problem means to a person, and what to do about it. */
const problems = {
  authenticator_not_found: "This authenticator is not there any more. It may have been removed.",
  body_too_large: unreadable,
  body_unreadable: unreadable,
  changed_meanwhile: "Your second factor was changed meanwhile. Look at it again, then repeat.",
  cross_origin_refused:
    "This request came from another site, so we did nothing. Start from a page of this one.",
  duplicate_key: unreadable,
  enrollment_not_found: "This QR code is not valid any more. Begin again to get a new one.",
  enrollment_required: "This account needs a second factor before you can go on.",
  field_missing: "Something was left empty. Fill it in and send the form again.",
  form_token_invalid: "This page was open for too long. Reload it and send the form again.",
  insecure_transport:
    "Your connection is not encrypted, so we do not show secrets. Use an address with https://.",
  invalid_json: unreadable,
  invalid_otp:
    "That code is not right. Check that your device's clock is set automatically, then try the next code.",
  invalid_recovery_code:
    "That recovery code is not right, or it was used before. Check it for typing errors, or try another.",
  invalid_utf8: unreadable,
  last_authenticator:
    "This is your only authenticator and the account needs one. Add another first, then remove this one.",
  method_not_allowed: unreadable,
  name_invalid: "A name has 1 to 64 characters. Choose another.",
  not_enrolled: "This account has no second factor yet. Set one up to go on.",
  otp_malformed: "A code has digits only. Type it as your authenticator app shows it.",
  otp_wrong_length:
    "That is not a whole code. Type every digit, as your authenticator app shows it.",
  recovery_code_malformed:
    "A recovery code has 24 letters and digits. Type all of them; hyphens and spaces do not matter.",
  route_not_found: "There is no page at this address.",
  second_factor_required: "Confirm that it is you before you go on.",
  sign_in_again: "Your sign-in is too old for this. Sign in again; it takes a moment.",
  sign_in_required: "Sign in first, then come back to this page.",
  too_many_attempts: "There were too many attempts.",
  too_many_authenticators: "You have as many authenticators as you can. Remove one first.",
  too_many_enrollments: "You started to set up an authenticator many times in a short while.",
  unsupported_media_type: unreadable,
  wrong_type: unreadable,
  clock_regression:
    "Our clock is behind the last code you used. Use a recovery code, or wait a moment.",
  clock_unavailable: unavailable,
  key_unavailable: unavailable,
  session_unavailable: unavailable,
  store_unavailable: unavailable,
  subject_unavailable: unavailable,
} satisfies Record<ProblemCode, string> as Record<ProblemCode, string>;

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

  enroll: {
    heading: (first: boolean) => (first ? "Protect your account" : "Add an authenticator"),
    lead: (issuer: string, first: boolean) =>
      first
        ? `After your password, ${issuer} asks for a code from an app on your phone. Whoever gets hold of your password still can't get in.`
        : "A second one lets you in when the first is not at hand.",
    requiredLead: "This account requires it.",
    graceLabel: "Required from",
    stepsLabel: "How it works",
    steps: [
      {
        title: "Have an authenticator app ready",
        text: "Any app for one-time codes will do; your password manager may be one.",
      },
      { title: "Scan a QR code with it", text: "We show it on the next page." },
      { title: "Type the code the app shows", text: "Then we know that it works." },
    ] as readonly { readonly title: string; readonly text: string }[],
    nameLabel: "Name for this authenticator",
    nameHint: "So that you recognise it later.",
    suggestedName: (first: boolean) => (first ? "My phone" : "My other phone"),
    submit: "Continue",
    later: "Not now",
  },

  confirm: {
    heading: "Connect your authenticator app",
    appStep: "Open your authenticator app",
    appText: "Choose “add” or “+” in the app. If you have none yet, these are in common use:",
    appsNewTab: "Links open in a new tab.",
    scanStep: "Scan this QR code",
    qrCode: (name: string) => `QR code that adds “${name}” to an authenticator app`,
    validUntil: "Valid until",
    sameDevice: "Is the app on this device?",
    addHere: "Add on this device",
    manualKey: "Or type this key into the app",
    manualHint: "Spaces do not matter. Choose “time-based” if the app asks.",
    copyKey: "Copy key",
    keyCopied: "Key copied.",
    codeStep: "Type the code the app shows",
    codeLabel: "Code",
    codeHint: "It changes every 30 seconds.",
    submit: "Turn on",
    cancel: "Cancel",
  },

  recoveryCodes: {
    heading: {
      first: "Save your recovery codes",
      regenerated: "Your new recovery codes",
      last_one_used: "Your new recovery codes",
    },
    done: {
      first: "Your second factor is on.",
      regenerated: "The old codes no longer work.",
      last_one_used: "That was your last recovery code, so we made a new set.",
    },
    lead: "If you lose your phone, one of these codes lets you in. Each works once. We show them only now, so keep them where you keep your passwords, or on paper.",
    listLabel: (count: number) => `${count} recovery codes`,
    fileTitle: (issuer: string, subject: string) =>
      subject === "" ? `${issuer} recovery codes` : `${issuer} recovery codes for ${subject}`,
    fileNote: "Each code works once.",
    fileName: (issuer: string) => `${issuer} recovery codes.txt`,
    copy: "Copy",
    copied: "Codes copied.",
    download: "Download",
    print: "Print",
    saved: "I have saved these codes in a safe place",
    submit: "Continue",
  },

  regenerate: {
    heading: "Make new recovery codes?",
    remaining: (count: number) =>
      count === 1
        ? "One of your recovery codes is left."
        : `${count === 0 ? "None" : count} of your recovery codes are left.`,
    consequence:
      "New codes replace the old ones at once: whatever you saved or printed stops working.",
    submit: "Make new codes",
    cancel: "Keep the old ones",
  },

  challenge: {
    heading: "Confirm that it's you",
    lead: (codes: 1 | 2 | 3, digits: number) =>
      ({
        1: `Type the ${digits}-digit code that your authenticator app shows.`,
        2: "After many wrong codes we ask for two in a row, to be sure that it's you.",
        3: "After many wrong codes we ask for three in a row, to be sure that it's you.",
      })[codes],
    howTo: (codes: 2 | 3) =>
      codes === 2
        ? "Type the code your app shows, wait for the next one, and type that after a space. Both go into one field."
        : "Type the code your app shows, wait for the next one and type it after a space, then the same once more. All three go into one field.",
    example: (codes: string) => `Like this: ${codes}`,
    authenticator: "Authenticator",
    codeLabel: (codes: 1 | 2 | 3) =>
      ({ 1: "Code", 2: "Two codes in a row", 3: "Three codes in a row" })[codes],
    submit: "Continue",
    recoverySummary: "I can't use my authenticator app",
    recoveryText: "Use one of the recovery codes you saved. It works once.",
    recoveryLabel: "Recovery code",
    recoveryHint: "24 letters and digits; hyphens and capitals do not matter.",
    recoverySubmit: "Use recovery code",
    noRecoveryCodes: (issuer: string) =>
      `There are no recovery codes left for this account. Turn to ${issuer}'s support.`,
  },

  manage: {
    heading: "Your second factor",
    authenticators: "Authenticators",
    none: "You have no authenticator yet. Your password is all that protects this account.",
    created: "Added",
    lastUsed: "Last used",
    rename: "Rename",
    renameNamed: (name: string) => `Rename ${name}`,
    nameLabel: "New name",
    renameSubmit: "Save name",
    remove: "Remove",
    removeNamed: (name: string) => `Remove ${name}`,
    removeQuestion: (name: string) => `Codes from “${name}” will no longer be accepted.`,
    removeLastQuestion:
      "It is your last one: your recovery codes go with it, and only your password will protect this account.",
    removeSubmit: "Remove it",
    lastStays:
      "The account needs at least one authenticator. To replace this one, add another first.",
    add: "Add an authenticator",
    full: (most: number) =>
      `You have ${most}, which is the most an account can have. Remove one to add another.`,
    recoveryCodes: "Recovery codes",
    remaining: (count: number) =>
      count === 1 ? "One code is left." : `${count === 0 ? "No" : count} codes are left.`,
    remainingFew: "Make a new set before you need it: without a code, a lost phone locks you out.",
    remainingEnough: "One of them lets you in if you lose your phone. Each works once.",
    regenerate: "Make new codes",
    back: "Back",
  },

  problem: {
    heading: {
      busy: "Please wait a little",
      confirm: "One more step",
      missing: "Not found",
      refused: "That did not work",
      signIn: "Please sign in",
      unavailable: "Not available right now",
    },
    signIn: "Sign in",
    challenge: "Confirm that it's you",
    enroll: "Set up your second factor",
    manage: "Your second factor",
    back: "Back",
    enrollmentVoided:
      "That code was not right either, so the QR code is not valid any more. Check that your device's clock is set automatically, then begin again.",
    reference: "If you ask for help, mention:",
  },
};

/** The shape of a whole catalog. */
export type Messages = typeof english;
