import { type Actor, isFreshlySignedIn } from "../../authenticators/actor.js";
import { completeByTicket, completeDelayed } from "../../recovery/complete-recovery.js";
import { isOpen } from "../../recovery/recovery-state.js";
import { requestDelayed } from "../../recovery/request-delayed.js";
import { attemptOf, type Call, readActor } from "../call.js";
import type { RecoveryDonePage } from "../page.js";
import { pageFrame } from "../page-frame.js";
import { problem } from "../problem.js";
import type { Handler } from "./input.js";
import { ownCancelTicket } from "./own-cancel-ticket.js";

/** POST /recovery: the same answer whether or not it opened a recovery. */
export const requestRecovery: Handler = async (call, { returnTo }) => {
  const { delayed } = call.suite.settings.recovery;
  if (delayed === null) return { problem: problem("route_not_found") };
  const actor = await readActor(call);
  const verdict = await requestDelayed(call.suite, actor, delayed);
  if (verdict.outcome !== "requested") {
    const { outcome, ...more } = verdict;
    return { problem: problem(outcome, {}, more) };
  }
  const page = () => donePage(call, actor, returnTo, "requested");
  return { status: 202, json: { waitSeconds: delayed.waitMs / 1000 }, page };
};

/** POST /recovery/complete: one's own delayed recovery, or with a ticket what support approved. */
export const completeRecovery: Handler = async (call, { fields, returnTo }) => {
  const { suite } = call;
  const actor = await readActor(call);
  const verdict =
    fields.ticket === undefined
      ? await completeDelayed(suite, actor)
      : await completeByTicket(suite, actor, fields.ticket, attemptOf(call).addressBucket);
  if (verdict.outcome !== "completed") {
    const { outcome, ...more } = verdict;
    return { problem: problem(outcome, {}, more) };
  }
  return { status: 204, json: null, page: () => donePage(call, actor, returnTo, "completed") };
};

/** GET /recovery */
export const showRecovery: Handler = async (call, { returnTo }) => {
  const { suite, now } = call;
  const { delayed } = suite.settings.recovery;
  const actor = await readActor(call);
  const { recovery } = actor.record;
  const open = isOpen(recovery, now) ? recovery : null;
  if (delayed === null && open === null) return { problem: problem("route_not_found") };
  const frame = pageFrame(call, { subject: actor.subject, slot: actor.slot }, returnTo);
  const ticket = open && (await ownCancelTicket(call, actor));
  return {
    status: 200,
    json: {},
    page: () => ({
      page: "recovery",
      frame,
      recovery: open && { kind: open.kind, availableAt: open.availableAt },
      waitMs: delayed?.waitMs ?? null,
      isAvailable: open?.state === "waiting" && now >= open.availableAt,
      isSignInFresh: isFreshlySignedIn(suite, actor),
      signInPath: suite.settings.signInPath,
      cancelTicket: ticket,
    }),
  };
};

function donePage(
  call: Call,
  { subject, slot }: Actor,
  returnTo: string,
  done: RecoveryDonePage["done"],
): RecoveryDonePage {
  const { signInPath, recovery } = call.suite.settings;
  return {
    page: "recovery-done",
    frame: pageFrame(call, { subject, slot }, returnTo),
    done,
    waitMs: recovery.delayed?.waitMs ?? null,
    signInPath,
  };
}
