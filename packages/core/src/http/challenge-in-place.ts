import { longestTicket } from "../secrets/ticket-seal.js";
import { mayVerify } from "../step-up/sign-in.js";
import { subjectState } from "../step-up/subject-state.js";
import { checkAction } from "./action.js";
import { type Call, readActor } from "./call.js";
import { checkOrigin } from "./check-origin.js";
import { type FormEntries, readFormEntries } from "./form-entries.js";
import type { Asked } from "./guard-result.js";
import { localPath } from "./local-path.js";
import { wayBack } from "./refuse.js";
import { pageReply } from "./reply.js";
import { sealInterrupted } from "./resume-ticket.js";
import type { RouteReply } from "./route-request.js";
import { challengePage } from "./routes/challenge-page.js";

/**
 * The challenge page in the place of what a person asked for, with that in it, sealed: a form that goes on after the
 * code, or an action that the code is for. Null where a redirect says as much.
 */
export async function challengeInPlace(call: Call, asked: Asked): Promise<RouteReply | null> {
  const { suite, subject, keeper, now } = call;
  const { describe } = asked;
  const action = asked.action ?? null;
  const { settings, pages } = suite;
  if (pages === null) return null;
  const next = await afterwards(call);
  if (next === null || (next.fields === null && action === null)) return null;

  const actor = await readActor(call);
  const state = subjectState(actor.record);
  // The challenge's own page tells whoever has to sign in again.
  if (!mayVerify(actor.slot, subject, keeper, state, now, settings.signInMaxAgeMs)) return null;
  const words = typeof describe === "function" ? await describe() : (describe ?? action);
  if (words !== null) checkAction("describe", words);

  const interrupted = { ...next, action, words };
  const ticket = await sealInterrupted(call, actor.slot.id, interrupted);
  if (ticket.length > longestTicket) return null;
  const first = { sent: null, asked: null, error: null, codesNeeded: 1 } as const;
  const resuming = { ...interrupted, ticket };
  const back = next.fields === null ? next.path : wayBack(suite, call.request);
  const page = await challengePage(call, { ...first, returnTo: back, resuming }, actor);
  return pageReply(403, pages.render(page), call.replyHeaders);
}

/** Where a person goes on, and with what. Another site's form goes on nowhere: whoever confirmed it would send it. */
async function afterwards({
  suite,
  request,
}: Call): Promise<{ path: string; fields: FormEntries | null } | null> {
  const back = wayBack(suite, request) || suite.settings.afterPath;
  if (request.method !== "POST") return { path: back, fields: null };
  const origin = checkOrigin(request, suite.settings.trustedOrigins);
  if (origin === "refused") return null;
  const path = localPath(request.path + (request.query === "" ? "" : `?${request.query}`));
  const fields = origin === "trusted" && path !== null ? await readFormEntries(request) : null;
  if (path !== null && fields !== null) return { path, fields };
  return { path: back, fields: null };
}
