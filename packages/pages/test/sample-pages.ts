import type {
  Again,
  ChallengePage,
  ConfirmPage,
  ManagePage,
  Page,
  PageError,
  PageFrame,
  ProblemPage,
  RecoveryDonePage,
  RecoveryPage,
} from "@second-factor/core/http";
import { staffPages } from "./sample-staff.js";

const at = Date.UTC(2026, 10, 22, 14, 30);
const day = 86_400_000;

export const frame: PageFrame = {
  issuer: "Acme Bank",
  basePath: "/2fa",
  subjectName: "alice@example.com",
  formToken: "form-token-of-this-session",
  returnTo: "/account?tab=cards&page=2",
  error: null,
};

const withError = (error: PageError): PageFrame => ({ ...frame, error });

/** A stand-in of the encoder's shape; tests that scan use the real one. */
const qrCode =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 45 45" shape-rendering="crispEdges"><path fill="#ffffff" d="M0 0h45v45H0z"/><path stroke="#000000" d="M4 4.5h7m1 0h1"/></svg>\n';

export const confirm: ConfirmPage = {
  page: "confirm",
  frame,
  enrollmentId: "enr_7Qx",
  name: "My phone",
  keyUri:
    "otpauth://totp/Acme%20Bank:alice%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme%20Bank",
  secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
  qrCode,
  expiresAt: at + 600_000,
};

export const challenge: ChallengePage = {
  page: "challenge",
  frame,
  authenticators: [{ id: "aut_1", name: "My phone" }],
  authenticatorId: "aut_1",
  digits: 6,
  codesNeeded: 1,
  recoveryCodesRemaining: 9,
  mayRecover: false,
  trust: null,
  sent: null,
};

const phone = { id: "aut_1", name: "My phone", createdAt: at - 90 * day, lastUsedAt: at };
const tablet = {
  id: "aut_2",
  name: "Tablet in the kitchen drawer",
  createdAt: at - day,
  lastUsedAt: at,
};

export const manage: ManagePage = {
  page: "manage",
  frame,
  authenticators: [phone, tablet],
  maxAuthenticators: 3,
  lastMayGo: true,
  browsers: [],
  recoveryCodesRemaining: 9,
};

const laptop = {
  id: "bro_1",
  name: "Firefox on Linux",
  createdAt: at - 6 * day,
  lastSeenAt: at,
  trustedUntil: at + 8 * day,
  current: true,
};
const tabletBrowser = { ...laptop, id: "bro_2", name: "Safari on iPad", current: false };

const problem: ProblemPage = {
  page: "problem",
  frame: { ...frame, formToken: "", returnTo: "" },
  code: "route_not_found",
  status: 404,
  retryAfterSeconds: null,
  signInPath: null,
};

/** A form of the host's that waited for a code. */
export const again: Again = {
  path: "/transfer?draft=1",
  fields: [
    ["to", "bob"],
    ["memo", `"Danke" & <b>bis bald</b>`],
    ["tag", "a"],
    ["tag", "b"],
  ],
};

const recoveryCodes = Array.from({ length: 10 }, (_, index) =>
  Array.from({ length: 6 }, (_, group) => `${"ABCDEFGHJK"[index]}${group}XQ`).join("-"),
);

const tablets = [
  { id: "aut_1", name: "My phone" },
  { id: "aut_2", name: "Tablet in the kitchen drawer" },
];

const recovery: RecoveryPage = {
  page: "recovery",
  frame,
  recovery: null,
  waitMs: day,
  isAvailable: false,
  isSignInFresh: true,
  signInPath: "/login",
  cancelTicket: null,
};
const waiting = { kind: "delayed", availableAt: at + day } as const;
const strangersFrame = { ...frame, subjectName: "", formToken: "", returnTo: "" };
const done: RecoveryDonePage = {
  page: "recovery-done",
  frame,
  done: "requested",
  waitMs: 3 * day,
  signInPath: "/login",
};

/** Every page in every state that changes what it says. The name tells the state. */
export const samplePages: Readonly<Record<string, Page>> = {
  enroll: { page: "enroll", frame, first: true, graceUntil: null, required: false },
  "enroll-required": { page: "enroll", frame, first: true, graceUntil: null, required: true },
  "enroll-grace": { page: "enroll", frame, first: true, graceUntil: at + 5 * day, required: true },
  "enroll-second-wrong-name": {
    page: "enroll",
    frame: withError({ code: "name_invalid" }),
    first: false,
    graceUntil: null,
    required: false,
  },
  confirm,
  "confirm-wrong": { ...confirm, frame: withError({ code: "invalid_otp", attemptsRemaining: 3 }) },
  "confirm-last-try": {
    ...confirm,
    frame: withError({ code: "invalid_otp", attemptsRemaining: 1 }),
  },
  "recovery-codes": { page: "recovery-codes", frame, recoveryCodes, reason: "first" },
  "recovery-codes-regenerated": {
    page: "recovery-codes",
    frame: { ...frame, returnTo: "", subjectName: "" },
    recoveryCodes,
    reason: "regenerated",
  },
  "recovery-codes-last": { page: "recovery-codes", frame, recoveryCodes, reason: "last_one_used" },
  regenerate: { page: "regenerate", frame, remaining: 4 },
  "regenerate-one": { page: "regenerate", frame, remaining: 1 },
  "regenerate-none": { page: "regenerate", frame, remaining: 0 },
  challenge,
  "challenge-several": { ...challenge, authenticators: tablets, authenticatorId: "aut_2" },
  "challenge-wrong": {
    ...challenge,
    sent: "otp",
    frame: withError({ code: "invalid_otp", attemptsRemaining: 4, clockOffSeconds: -240 }),
  },
  "challenge-address-limit": {
    ...challenge,
    sent: "otp",
    frame: withError({ code: "too_many_attempts", retryAfterSeconds: 700 }),
  },
  "challenge-two": {
    ...challenge,
    codesNeeded: 2,
    sent: "otp",
    frame: withError({ code: "too_many_attempts", retryAfterSeconds: 840 }),
  },
  "challenge-two-spent": {
    ...challenge,
    codesNeeded: 2,
    sent: "otp",
    frame: withError({ code: "invalid_otp", attemptsRemaining: 0 }),
  },
  "challenge-three": { ...challenge, codesNeeded: 3, authenticators: tablets },
  "challenge-recovery-wrong": {
    ...challenge,
    sent: "recoveryCode",
    frame: withError({ code: "invalid_recovery_code", attemptsRemaining: 8 }),
  },
  "challenge-waiting": { ...challenge, resume: { ticket: "sealed-ticket", confirms: null } },
  "challenge-action": {
    ...challenge,
    resume: { ticket: "sealed-ticket", confirms: "A transfer of 25.00 EUR to bob" },
    frame: withError({ code: "invalid_otp", attemptsRemaining: 4 }),
  },
  continue: { page: "continue", frame: { ...frame, formToken: "", returnTo: "" }, again },
  "recovery-codes-waiting": {
    page: "recovery-codes",
    frame,
    recoveryCodes,
    reason: "last_one_used",
    again,
  },
  "challenge-no-recovery": { ...challenge, recoveryCodesRemaining: 0 },
  "challenge-codes-not-allowed": { ...challenge, recoveryCodesRemaining: null },
  "challenge-trust": { ...challenge, trust: { days: 14, chosen: false } },
  "challenge-trust-wrong": {
    ...challenge,
    trust: { days: 1, chosen: true },
    sent: "otp",
    frame: withError({ code: "invalid_otp", attemptsRemaining: 4 }),
  },
  manage,
  "manage-browsers": { ...manage, browsers: [laptop, tabletBrowser] },
  "manage-full": {
    ...manage,
    maxAuthenticators: 2,
    recoveryCodesRemaining: 1,
    frame: withError({ code: "name_invalid" }),
  },
  "manage-last-stays": {
    ...manage,
    authenticators: [phone],
    lastMayGo: false,
    recoveryCodesRemaining: 0,
  },
  "manage-last": { ...manage, authenticators: [phone], frame: { ...frame, returnTo: "" } },
  "manage-codes-not-allowed": { ...manage, recoveryCodesRemaining: null },
  "manage-none": { ...manage, authenticators: [], recoveryCodesRemaining: 0 },
  problem,
  "problem-sign-in": { ...problem, code: "sign_in_again", status: 401, signInPath: "/login" },
  "problem-busy": {
    ...problem,
    code: "too_many_enrollments",
    status: 429,
    retryAfterSeconds: 2_400,
  },
  "problem-store": { ...problem, code: "store_unavailable", status: 503, retryAfterSeconds: 1 },
  "problem-refused": { ...problem, frame, code: "form_token_invalid", status: 403 },
  "problem-confirm": { ...problem, frame, code: "second_factor_required", status: 403 },
  "problem-enroll": { ...problem, code: "enrollment_required", status: 403 },
  "challenge-lost-everything": { ...challenge, mayRecover: true },
  "manage-recovery-under-way": { ...manage, frame: { ...frame, recovery: waiting } },
  recovery,
  "recovery-old-sign-in": { ...recovery, isSignInFresh: false },
  "recovery-waiting": { ...recovery, recovery: waiting },
  "recovery-waiting-verified": { ...recovery, recovery: waiting, cancelTicket: "dGlja2V0" },
  "recovery-ready": { ...recovery, recovery: waiting, isAvailable: true },
  "recovery-by-support": {
    ...recovery,
    recovery: { kind: "support", availableAt: at },
    waitMs: null,
    cancelTicket: "dGlja2V0",
  },
  "recovery-link-cancel": {
    page: "recovery-link",
    frame: strangersFrame,
    leadsTo: "cancel",
    ticket: "dGlja2V0",
  },
  "recovery-link-continue": {
    page: "recovery-link",
    frame,
    leadsTo: "complete",
    ticket: "dGlja2V0",
  },
  "recovery-requested": done,
  "recovery-canceled": { ...done, frame: strangersFrame, done: "canceled", waitMs: null },
  "recovery-completed": { ...done, done: "completed" },
  "problem-voided": { ...problem, code: "invalid_otp", status: 401 },
  ...staffPages(frame),
};
