import { randomBytes } from "node:crypto";
import { type SessionEnv as HonoSessionEnv, useSession, useSessionStorage } from "@hono/session";
import { MemorySessions, type SignedIn } from "@second-factor-examples/bank";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";

interface SessionData extends Record<string, unknown> {
  signedIn?: SignedIn;
}

export type SessionEnv = HonoSessionEnv<SessionData> & {
  Variables: {
    /** This request is getting a new session: the cookie it came with does not count. */
    renewed?: boolean;
    ended?: boolean;
  };
};

/** In the memory of this process, sealed with a key of its own: a restart signs everybody out. */
export function sessions(): [MiddlewareHandler, MiddlewareHandler, MiddlewareHandler] {
  const storage = new MemorySessions<SessionData>();
  return [
    useSessionStorage(storage),
    useSession<SessionData>({
      secret: randomBytes(32).toString("hex"),
      getCookie: (c, name) => (c.get("renewed") ? undefined : getCookie(c, name)),
    }),
    async (c: Context<SessionEnv>, next) => {
      await c.get("session").get();
      await next();
    },
  ];
}

/** A new session with a new id: what was known of the old one is worth nothing. */
export async function startSession(c: Context<SessionEnv>, signedIn: SignedIn): Promise<void> {
  const session = c.get("session");
  if (session.id !== null) c.get("sessionStorage")?.delete(session.id);
  c.set("renewed", true);
  await session.update({ signedIn });
}

export function endSession(c: Context<SessionEnv>): void {
  c.get("session").delete();
  c.set("ended", true);
}
