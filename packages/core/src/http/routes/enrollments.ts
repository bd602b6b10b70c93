import type { Actor } from "../../authenticators/actor.js";
import { type BegunEnrollment, beginEnrollment } from "../../authenticators/begin-enrollment.js";
import {
  cancelEnrollment,
  confirmEnrollment,
  showPending,
} from "../../authenticators/confirm-enrollment.js";
import { parseOtp } from "../../otp/parse-otp.js";
import { markedSlot } from "../../step-up/sign-in.js";
import type { Answer } from "../answer.js";
import { type Call, readActor, rotateSession } from "../call.js";
import type { ConfirmPage, RecoveryCodesPage } from "../page.js";
import { pageFrame } from "../page-frame.js";
import { type Problem, problem } from "../problem.js";
import { renderQrCode } from "../qr-code.js";
import { enrollPage } from "./enroll-page.js";
import { endRecovery } from "./finish-verification.js";
import { type Handler, parseName } from "./input.js";
import { describeAuthenticator } from "./status.js";

const defaultName = "Authenticator app";

/** POST /totp/enrollments */
export const begin: Handler = async (call, { fields, returnTo }) => {
  const { suite, request } = call;
  if (!request.client.secure && !suite.settings.development)
    return { problem: problem("insecure_transport") };
  const actor = await readActor(call);
  const parsed = parseName(fields.name, defaultName);
  if ("problem" in parsed) {
    const found = problem(parsed.problem, { field: "name" });
    return { problem: found, page: () => enrollPage(call, actor, returnTo, found) };
  }
  const verdict = await beginEnrollment(suite, actor, parsed.name);
  if (verdict.outcome === "too_many_enrollments") {
    return { problem: problem("too_many_enrollments", {}, verdict) };
  }
  if (verdict.outcome !== "begun") return { problem: problem(verdict.outcome) };
  const { enrollmentId, keyUri, secret, expiresAt } = verdict;
  const qrCode = await renderQrCode(keyUri);
  const json = {
    enrollmentId,
    keyUri,
    secret,
    qrCode,
    expiresAt: new Date(expiresAt).toISOString(),
  };
  return { status: 201, json, page: () => confirmPage(call, actor, verdict, returnTo, null) };
};

async function confirmPage(
  call: Call,
  actor: Actor,
  { enrollmentId, name, keyUri, secret, expiresAt }: BegunEnrollment,
  returnTo: string,
  error: Problem | null,
): Promise<ConfirmPage> {
  const frame = pageFrame(call, actor, returnTo, error);
  const qrCode = await renderQrCode(keyUri);
  return { page: "confirm", frame, enrollmentId, name, keyUri, secret, qrCode, expiresAt };
}

/** POST /totp/enrollments/:id/confirm */
export const confirm: Handler = async (call, { params, fields, returnTo }) => {
  const { suite, subject, now } = call;
  const id = params.id ?? "";
  const parsed = parseOtp(fields.otp, [suite.settings.totp.digits]);
  const actor = await readActor(call);
  if ("problem" in parsed)
    return again(call, actor, id, returnTo, problem(parsed.problem, { field: "otp" }));
  const [code = "", ...more] = parsed.codes;
  if (more.length > 0)
    return again(call, actor, id, returnTo, problem("otp_wrong_length", { field: "otp" }));

  const verdict = await confirmEnrollment(suite, actor, id, code);
  if (verdict.outcome === "invalid") {
    const { attemptsRemaining } = verdict;
    return again(call, actor, id, returnTo, problem("invalid_otp", { attemptsRemaining }));
  }
  if (verdict.outcome !== "confirmed") return { problem: problem(verdict.outcome) };

  await endRecovery(call, actor.record);
  const { authenticator, recoveryCodes, epoch } = verdict;
  const verified = { authenticatorId: authenticator.id, amr: ["otp"] as const, at: now };
  const slot = markedSlot(actor.slot, subject, epoch, verified, suite.crypto);
  await rotateSession(call, slot, { factor: "totp", authenticatorId: authenticator.id });
  const json = {
    authenticator: describeAuthenticator(authenticator),
    ...(recoveryCodes && { recoveryCodes }),
  };
  if (recoveryCodes === null)
    return { status: 200, json, location: returnTo || `${suite.settings.basePath}/manage` };
  const frame = pageFrame(call, { subject, slot }, returnTo);
  const page: RecoveryCodesPage = { page: "recovery-codes", frame, recoveryCodes, reason: "first" };
  return { status: 200, json, page: () => page };
};

/** The same page with the error, as long as the enrollment is pending; the QR code is still the same. */
async function again(
  call: Call,
  actor: Actor,
  id: string,
  returnTo: string,
  found: Problem,
): Promise<Answer> {
  const left = found.members.attemptsRemaining;
  const shown = left === 0 ? null : await showPending(call.suite, actor, id);
  if (shown === null) return { problem: left === 0 ? found : problem("enrollment_not_found") };
  return { problem: found, page: () => confirmPage(call, actor, shown, returnTo, found) };
}

/** DELETE /totp/enrollments/:id, and POST …/cancel for forms */
export const cancel: Handler = async (call, { params }) => {
  const actor = await readActor(call);
  if (!(await cancelEnrollment(call.suite, actor, params.id ?? "")))
    return { problem: problem("enrollment_not_found") };
  return { status: 204, json: null, location: `${call.suite.settings.basePath}/manage` };
};
