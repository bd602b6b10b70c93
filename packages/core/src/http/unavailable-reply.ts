import type { Subject } from "../subject.js";
import type { Suite } from "../suite.js";
import type { Unavailable } from "../unavailable.js";
import { eventScope } from "./call.js";
import { problem } from "./problem.js";
import { refuse } from "./refuse.js";
import type { RouteReply, RouteRequest } from "./route-request.js";

/** 503 with Retry-After, and an event that says what was not available. */
export function unavailableReply(
  suite: Suite,
  request: RouteRequest,
  subject: Subject | null,
  { code, retryAfterSeconds }: Unavailable,
  operation: string,
): RouteReply {
  const scope = eventScope(suite, request, subject);
  suite.emitter.emit(scope, { type: "unavailable", outcome: "failure", code, operation });
  return refuse(suite, request, null, problem(code, {}, { retryAfterSeconds }));
}
