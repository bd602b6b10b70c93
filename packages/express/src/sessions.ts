import { ConfigurationError } from "@second-factor/core";
import type { SessionHandle, SessionPort } from "@second-factor/core/http";
import type { ExpressRequest } from "./request.js";

export interface ExpressSessionOptions {
  /** The suite's property of `req.session`; "secondFactor" by default. */
  readonly key?: string;
}

interface HeldRequest {
  session?: HeldSession | null;
  readonly sessionStore?: unknown;
  sessionID: string;
}

interface HeldSession {
  [name: string]: unknown;
  readonly id: string;
  cookie: object;
  regenerate(done: (error?: unknown) => void): unknown;
  save(done: (error?: unknown) => void): unknown;
}

/** The slot in `req.session` of express-session, over any of its stores. */
export function expressSession({
  key = "secondFactor",
}: ExpressSessionOptions = {}): SessionPort<ExpressRequest> {
  return {
    name: "express-session",
    heldBy: "server",
    open(request) {
      const host = request as unknown as HeldRequest;
      checkSession(host);
      return handle(host, key);
    },
  };
}

/** Follows `req.session`, which a rotation, a login or a logout replaces while the request runs. */
function handle(host: HeldRequest, key: string): SessionHandle {
  return {
    get id() {
      return host.session ? host.sessionID : undefined;
    },
    read: () => host.session?.[key],
    async write(slot) {
      const { session } = host;
      if (slot !== null) {
        live(session)[key] = slot;
      } else if (session && Object.hasOwn(session, key)) {
        delete session[key];
        // Everything else express-session writes at the end of the reply, where a failure changes nothing any more.
        await settled((done) => session.save(done));
      }
    },
    async rotate(slot) {
      const old = live(host.session);
      try {
        await settled((done) => old.regenerate(done));
      } catch (error) {
        // The store still has the old session, and express-session has put an empty one in its place.
        host.session = old;
        host.sessionID = old.id;
        throw error;
      }
      const fresh = live(host.session);
      // The cookie goes along, with the age that the host gave it.
      for (const name of Object.keys(old)) {
        if (name !== key) fresh[name] = old[name];
      }
      fresh[key] = slot;
      try {
        await settled((done) => fresh.save(done));
      } catch (error) {
        delete fresh[key];
        throw error;
      }
    },
  };
}

function live(session: HeldSession | null | undefined): HeldSession {
  if (session) return session;
  throw new Error("The session ended while the request was running.");
}

function settled(call: (done: (error?: unknown) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve()));
  });
}

function checkSession({ session, sessionStore }: HeldRequest): void {
  if (session === undefined && sessionStore === undefined) {
    throw new ConfigurationError(
      "session_missing",
      "There is no req.session.",
      "Mount express-session above twoFactor.routes() and twoFactor.guard(), with a cookie path that covers both.",
    );
  }
  if (session && typeof session.regenerate !== "function") {
    throw new ConfigurationError(
      "session_cannot_rotate",
      "req.session cannot be given a new id: it is not from express-session.",
      "Use express-session, or sealedCookie({ binding }) beside a session that the client holds.",
    );
  }
}
