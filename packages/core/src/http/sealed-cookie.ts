import { ConfigurationError } from "../configuration/configuration-error.js";
import { after, type MaybePromise } from "../maybe-promise.js";
import type { SessionSlot } from "../step-up/session-slot.js";
import { Unavailable } from "../unavailable.js";
import { readCookie } from "./read-cookie.js";
import type { SessionContext, SessionHandle, SessionPort } from "./session-port.js";

export interface SealedCookieOptions<Host> {
  /**
   * What the cookie is bound to: the host's session id or its token's `jti`. It must change when the host's session
   * ends, so that the cookie ends with it. null where there is no session.
   */
  readonly binding: (host: Host) => string | null | undefined;
  /** Without prefix; the default is "second-factor". */
  readonly name?: string;
  /** Seconds; without it the cookie ends with the browser. */
  readonly maxAgeSeconds?: number;
}

/**
 * The slot in a cookie of our own, sealed: for hosts whose sessions are signed cookies or tokens. What a client holds
 * it can roll back, so the mark counts only beside the session it was made in, its id is checked against the revoked
 * ones, and `signOut()` must be called where the host signs out.
 */
export function sealedCookie<Host>(options: SealedCookieOptions<Host>): SessionPort<Host> {
  if (typeof options?.binding !== "function") {
    throw new ConfigurationError(
      "binding_missing",
      "sealedCookie() has no binding.",
      "Give it a function that returns the id of the host's session, or the jti of its token.",
    );
  }
  const base = options.name ?? "second-factor";
  return {
    name: "sealedCookie",
    heldBy: "client",
    open(host: Host, context: SessionContext): MaybePromise<SessionHandle> {
      // The prefix wants Secure; over plain HTTP (development) browsers would drop the cookie without a word.
      const name = context.secure ? `__Host-${base}` : base;
      const binding = options.binding(host) ?? null;
      const sealed = binding === null ? undefined : readCookie(context.header("cookie"), name);

      function write(slot: SessionSlot | null): MaybePromise<void> {
        const attributes = `; Path=/; HttpOnly; SameSite=Lax${context.secure ? "; Secure" : ""}`;
        if (slot === null) {
          context.appendHeader("Set-Cookie", `${name}=${attributes}; Max-Age=0`);
          return;
        }
        if (binding === null) {
          throw new Unavailable("session_unavailable", 1, {
            cause: new Error("sealedCookie: no binding"),
          });
        }
        const age = options.maxAgeSeconds === undefined ? "" : `; Max-Age=${options.maxAgeSeconds}`;
        return after(context.seal.seal(slot, binding), (text) =>
          context.appendHeader("Set-Cookie", `${name}=${text}${attributes}${age}`),
        );
      }

      const handle = (value: unknown): SessionHandle => ({
        read: () => value,
        write,
        rotate: write,
      });
      if (sealed === undefined || binding === null) return handle(undefined);
      return after(context.seal.open(sealed, binding), handle);
    },
  };
}
