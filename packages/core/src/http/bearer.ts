import type { Subject } from "../subject.js";
import type { RouteRequest } from "./route-request.js";
import type { SessionContext, SessionHandle } from "./session-port.js";

/** Field that carries a token's sealed mark, both ways. */
const bearerField = "Second-Factor";

/** Whether the request authenticated by a token: the host says so, or the Authorization field does. */
export function isTokenRequest(subject: Subject, request: Pick<RouteRequest, "header">): boolean {
  if (subject.tokenId !== undefined) return true;
  const authorization = request.header("authorization");
  return authorization !== undefined && /^(?:bearer|dpop) /i.test(authorization);
}

/**
 * A token has no session: its slot travels sealed in the `Second-Factor` field, bound to the token's `jti`, so that it
 * is worth nothing beside any other token.
 */
export async function openBearer(
  subject: Subject,
  context: SessionContext,
): Promise<SessionHandle> {
  const binding = subject.tokenId;
  const sealed = context.header(bearerField.toLowerCase());
  const value =
    sealed === undefined || binding === undefined
      ? undefined
      : await context.seal.open(sealed, binding);
  const send: SessionHandle["rotate"] = async (slot) => {
    if (binding === undefined) return;
    context.appendHeader(bearerField, await context.seal.seal(slot, binding));
  };
  return {
    read: () => value,
    // Only a verification is worth a field; a first sight is seen again with each request.
    write: (slot) => (slot?.mark ? send(slot) : undefined),
    rotate: send,
  };
}
