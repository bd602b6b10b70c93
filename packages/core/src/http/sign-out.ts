import type { Suite } from "../suite.js";
import { openCall, resolveSubject } from "./call.js";
import type { RouteReply, RouteRequest } from "./route-request.js";

/**
 * Ends this session's mark, for the host's own sign-out. A session that the client holds could be brought back as it
 * was: its mark's id is remembered as signed out for as long as the mark could count.
 */
export async function signOut(suite: Suite, request: RouteRequest): Promise<RouteReply["headers"]> {
  const subject = await resolveSubject(request);
  if (subject === null) return [];
  const call = await openCall(suite, request, subject);
  const { stored, keeper, session, now, scope, replyHeaders } = call;
  if (stored?.mark && keeper !== "server") {
    const { id, subjectId, verifiedAt } = stored.mark;
    await suite.records.revokeMark(
      subjectId,
      id,
      Math.max(now, verifiedAt) + suite.settings.markMaxAgeMs,
    );
  }
  await session.write(null);
  suite.emitter.emit(scope, { type: "subject.signed_out", outcome: "success" });
  return replyHeaders;
}
