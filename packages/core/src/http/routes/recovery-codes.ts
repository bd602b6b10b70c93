import { replaceRecoveryCodes } from "../../authenticators/change-authenticators.js";
import { parseRecoveryCode } from "../../authenticators/recovery-codes.js";
import { redeemRecoveryCode } from "../../verification/redeem-recovery-code.js";
import { keepKnown } from "../browsers/keep-known.js";
import { attemptOf, readActor } from "../call.js";
import type { RecoveryCodesPage } from "../page.js";
import { pageFrame } from "../page-frame.js";
import { problem } from "../problem.js";
import { finishVerification } from "./finish-verification.js";
import { type Handler, parseAction } from "./input.js";
import { keepMark } from "./keep-mark.js";
import { failed, refusal } from "./verify.js";

/** POST /recovery-codes/redeem */
export const redeem: Handler = async (call, input) => {
  const { suite, subject, now } = call;
  const parsed = parseRecoveryCode(input.fields.recoveryCode);
  if ("problem" in parsed) {
    return failed(call, input, "recoveryCode", problem(parsed.problem, { field: "recoveryCode" }));
  }
  const meant = parseAction(input);
  if ("problem" in meant) return failed(call, input, "recoveryCode", meant.problem);
  const verdict = await redeemRecoveryCode(suite, attemptOf(call), parsed.code);
  if (verdict.outcome !== "accepted") return refusal(call, input, "recoveryCode", verdict);

  const { remaining, recoveryCodes } = verdict;
  const slot = await finishVerification(call, verdict, "recovery", meant.action);
  await keepKnown(call, verdict);
  const json = {
    verifiedAt: new Date(now).toISOString(),
    remaining,
    ...(recoveryCodes && { recoveryCodes }),
  };
  if (recoveryCodes === null)
    return { status: 200, json, location: input.returnTo || suite.settings.afterPath };
  const page: RecoveryCodesPage = {
    page: "recovery-codes",
    frame: pageFrame(call, { subject, slot }, input.returnTo),
    recoveryCodes,
    reason: "last_one_used",
  };
  return { status: 200, json, page: () => page };
};

/** POST /recovery-codes */
export const regenerate: Handler = async (call, { returnTo }) => {
  const actor = await readActor(call);
  const verdict = await replaceRecoveryCodes(call.suite, actor);
  if (verdict.outcome !== "replaced") return { problem: problem(verdict.outcome) };
  const slot = await keepMark(call, actor, verdict.epoch);
  const page: RecoveryCodesPage = {
    page: "recovery-codes",
    frame: pageFrame(call, { ...actor, slot }, returnTo),
    recoveryCodes: verdict.recoveryCodes,
    reason: "regenerated",
  };
  return { status: 200, json: { recoveryCodes: verdict.recoveryCodes }, page: () => page };
};
