import { ConfigurationError, sealedCookie } from "@second-factor/core";
import type { SessionHandle, SessionPort } from "@second-factor/core/http";
import type { KoaContext } from "./request.js";

export interface KoaSessionOptions<Host> {
  /** The suite's property of `ctx.session`; "secondFactor" by default. */
  readonly key?: string;
  /**
   * Only for koa-session without a store, which leaves the session with the client: the id of the host's session, or
   * its token's `jti`. The suite then keeps its slot in a sealed cookie bound to it.
   */
  readonly binding?: (context: Host) => string | null | undefined;
}

interface HeldContext {
  session?: HeldSession | null;
  readonly sessionOptions?: HeldOptions;
}

interface HeldOptions {
  readonly store?: unknown;
  readonly ContextStore?: unknown;
  readonly autoCommit?: boolean;
  maxAge?: number | "session" | undefined;
}

interface HeldSession {
  [name: string]: unknown;
  readonly externalKey?: string;
  regenerate(): Promise<void>;
  manuallyCommit(): Promise<void>;
}

/** The slot in `ctx.session` of koa-session over a store; over none, in a sealed cookie beside it. */
export function koaSession<Host extends KoaContext>({
  key = "secondFactor",
  binding,
}: KoaSessionOptions<Host> = {}): SessionPort<Host> {
  const sealed = binding && sealedCookie<Host>({ binding });
  return {
    name: "koa-session",
    heldBy: sealed ? "client" : "server",
    open(context, sessionContext) {
      const host = context as HeldContext;
      const { session, sessionOptions } = host;
      if (session === undefined || sessionOptions === undefined) throw missing();
      if (sessionOptions.store || sessionOptions.ContextStore) {
        if (session && typeof session.regenerate !== "function") throw cannotRotate();
        return handle(host, sessionOptions, key);
      }
      if (sealed === undefined) throw cannotRevoke();
      return sealed.open(context, sessionContext);
    },
  };
}

/** Follows `ctx.session`, which a login or a logout replaces while the request runs. */
function handle(host: HeldContext, options: HeldOptions, key: string): SessionHandle {
  return {
    get id() {
      return host.session?.externalKey;
    },
    read: () => host.session?.[key],
    async write(slot) {
      if (slot !== null) live(host.session)[key] = slot;
      else if (host.session) delete host.session[key];
      const { session } = host;
      if (session && options.autoCommit === false)
        await commit(options, () => session.manuallyCommit());
    },
    async rotate(slot) {
      const session = live(host.session);
      const before = session[key];
      session[key] = slot;
      try {
        await commit(options, () => session.regenerate());
      } catch (error) {
        // koa-session commits once more at the end of the request, and must not find it.
        if (before === undefined) delete session[key];
        else session[key] = before;
        throw error;
      }
    },
  };
}

/** Writing a session that has no age makes koa-session forget that; its commit at the end would give it a day. */
async function commit(options: HeldOptions, write: () => Promise<void>): Promise<void> {
  const { maxAge } = options;
  await write();
  options.maxAge = maxAge;
}

function live(session: HeldSession | null | undefined): HeldSession {
  if (session) return session;
  throw new Error("The session ended while the request was running.");
}

const missing = () =>
  new ConfigurationError(
    "session_missing",
    "There is no ctx.session of koa-session.",
    "Mount koa-session above twoFactor.routes() and twoFactor.guard().",
  );

const cannotRotate = () =>
  new ConfigurationError(
    "session_cannot_rotate",
    "This koa-session cannot give a session a new id.",
    "Update koa-session: ctx.session.regenerate() is needed.",
  );

const cannotRevoke = () =>
  new ConfigurationError(
    "session_cannot_revoke",
    "koa-session has no store, so that the session is in the client's hands, which can bring an old one back.",
    "Give koa-session a store, or pass koaSession({ binding: (ctx) => … }) with an id that ends with the sign-in.",
  );
