import type { Bank, SignedIn } from "@second-factor-examples/bank";
import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getSignedCookie, setSignedCookie } from "hono/cookie";
import type { Env } from "./env.js";

/** What an environment makes of its bindings. */
export interface Opened {
  readonly bank: Bank;
  readonly sessionSecret: string;
}

export interface Session {
  /** Ours to make up: what the second factor's own cookie is bound to. */
  readonly id: string;
  readonly signedIn: SignedIn;
}

export interface SessionEnv {
  Bindings: Env;
  Variables: Opened & { session: Session | null };
}

const cookieName = "bank-session";
const maxAgeSeconds = 8 * 60 * 60;

/** In a signed cookie: the client can read it and bring an old one back, but not write one. */
export function sessions(open: (env: Env) => Opened): MiddlewareHandler<SessionEnv> {
  return async (c, next) => {
    const { bank, sessionSecret } = open(c.env);
    c.set("bank", bank);
    c.set("sessionSecret", sessionSecret);
    const signed = await getSignedCookie(c, sessionSecret, cookieName);
    const session: Session | null = signed ? JSON.parse(signed) : null;
    c.set("session", session !== null && isOver(session, bank.now()) ? null : session);
    await next();
  };
}

/** A copy of the cookie outlives the browser's own. */
function isOver({ signedIn }: Session, now: number): boolean {
  return now > signedIn.at + maxAgeSeconds * 1000;
}

export async function startSession(c: Context<SessionEnv>, signedIn: SignedIn): Promise<void> {
  const session: Session = { id: crypto.randomUUID(), signedIn };
  c.set("session", session);
  await setSignedCookie(c, cookieName, JSON.stringify(session), c.get("sessionSecret"), {
    httpOnly: true,
    maxAge: maxAgeSeconds,
    path: "/",
    sameSite: "Lax",
    secure: isSecure(c),
  });
}

export function endSession(c: Context<SessionEnv>): void {
  c.set("session", null);
  deleteCookie(c, cookieName, { path: "/", secure: isSecure(c) });
}

/** A Worker sees the address that the client asked for. */
export const isSecure = ({ req }: Context): boolean => req.url.startsWith("https:");
