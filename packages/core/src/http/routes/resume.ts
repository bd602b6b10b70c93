import type { Success } from "../answer.js";
import type { Call } from "../call.js";
import type { ContinuePage, RecoveryCodesPage } from "../page.js";
import { hostFrame } from "../page-frame.js";
import { openInterrupted, type Resuming } from "../resume-ticket.js";
import type { Handler } from "./input.js";
import { redeem } from "./recovery-codes.js";
import { verify } from "./verify.js";

/**
 * POST /resume: what /verify and /recovery-codes/redeem do, and then on with the request that was interrupted. Without
 * a ticket that is good here it is just that: the code counts, and nothing is continued.
 */
export const resume: Handler = async (call, input) => {
  // Before the code, which gives the session another id.
  const resuming = await openInterrupted(call, input.fields.ticket);
  const factor = input.fields.recoveryCode === undefined ? verify : redeem;
  if (resuming === null) return factor(call, input);
  const answer = await factor(call, { ...input, resuming });
  return "problem" in answer ? answer : goOn(call, answer, resuming);
};

function goOn(call: Call, answer: Success, { path, fields }: Resuming): Success {
  const { page } = answer;
  if (page !== undefined) {
    // New recovery codes are shown this once, and what was interrupted goes on from there.
    const codes = async (): Promise<RecoveryCodesPage> => {
      const shown = (await page()) as RecoveryCodesPage;
      const frame = { ...shown.frame, returnTo: path };
      return { ...shown, ...(fields === null ? { frame } : { again: { path, fields } }) };
    };
    return { ...answer, page: codes };
  }
  if (fields === null) return { ...answer, location: path };
  const onwards = (): ContinuePage => ({
    page: "continue",
    frame: {
      ...hostFrame(call.suite, call.request),
      subjectName: call.subject.name,
      formToken: "",
      returnTo: "",
      error: null,
    },
    again: { path, fields },
  });
  return { ...answer, page: onwards };
}
