import { isFreshlySignedIn } from "../../authenticators/actor.js";
import { scopeAbout } from "../../events/scope-about.js";
import { cancelRecovery } from "../../recovery/cancel-recovery.js";
import { approvedBy } from "../../recovery/complete-recovery.js";
import type { RecoveryTicket } from "../../recovery/recovery-links.js";
import { isOpen } from "../../recovery/recovery-state.js";
import type { Answer } from "../answer.js";
import { readActor } from "../call.js";
import type { PageFrame } from "../page.js";
import { hostFrame, pageFrame } from "../page-frame.js";
import { problem } from "../problem.js";
import type { Handler, PublicHandler, Visit } from "./input.js";

// What the links of notices open. Mail scanners follow every link: opening one changes nothing, its button does.

const ticketOf = ({ query }: Visit["request"]) => new URLSearchParams(query).get("ticket") ?? "";

/** GET /recovery/cancel?ticket= */
export const showCancelRecovery: PublicHandler = async (visit) => {
  const { suite, request, now } = visit;
  const ticket = ticketOf(request);
  const opened = await suite.tickets.open<RecoveryTicket>("cancel_recovery", ticket, now);
  if (opened === null) return { problem: problem("ticket_invalid") };
  const page = () =>
    ({ page: "recovery-link", frame: strangersFrame(visit), leadsTo: "cancel", ticket }) as const;
  return { status: 200, json: {}, page };
};

/**
 * POST /recovery/cancel: needs nothing but the ticket, since whoever lost the phone or never had the password must be
 * able to. To say it twice is no error.
 */
export const cancelByLink: PublicHandler = async (visit, { fields }) => {
  const { suite, now, scope } = visit;
  const opened = await suite.tickets.open<RecoveryTicket>("cancel_recovery", fields.ticket, now);
  if (opened === null) return { problem: problem("ticket_invalid") };
  const { subjectId, recoveryId } = opened;
  const { recovery } = await suite.records.load(subjectId);
  if (recovery?.id !== recoveryId) return { problem: problem("recovery_not_found") };
  if (recovery.state === "canceled") return canceled(visit);
  if (
    isOpen(recovery, now) &&
    (await cancelRecovery(suite, subjectId, recovery, null, scopeAbout(scope, subjectId)))
  )
    return canceled(visit);
  return { problem: problem("recovery_not_found") };
};

function canceled(visit: Visit): Answer {
  const { signInPath } = visit.suite.settings;
  const page = () =>
    ({
      page: "recovery-done",
      frame: strangersFrame(visit),
      done: "canceled",
      waitMs: null,
      signInPath,
    }) as const;
  return { status: 204, json: null, page };
}

/** GET /recovery/continue?ticket= */
export const showContinueRecovery: Handler = async (call, { returnTo }) => {
  const { suite, request } = call;
  const actor = await readActor(call);
  const ticket = ticketOf(request);
  if ((await approvedBy(suite, actor, ticket)) === null)
    return { problem: problem("ticket_invalid") };
  if (!isFreshlySignedIn(suite, actor)) return { problem: problem("sign_in_again") };
  const { subject, slot } = actor;
  const frame = pageFrame(call, { subject, slot }, returnTo);
  const page = () => ({ page: "recovery-link", frame, leadsTo: "complete", ticket }) as const;
  return { status: 200, json: {}, page };
};

/** Nobody need be signed in, and whoever is may be somebody else. */
export function strangersFrame({ suite, request }: Visit): PageFrame {
  return {
    ...hostFrame(suite, request),
    subjectName: "",
    formToken: "",
    returnTo: "",
    error: null,
  };
}
