import { randomBytes } from "node:crypto";
import type { SignedIn } from "@second-factor-examples/bank";
import type { Request, RequestHandler } from "express";
import session, { type SessionOptions } from "express-session";

declare module "express-session" {
  interface SessionData {
    signedIn: SignedIn;
  }
}

/** Where sessions are kept, and what signs their cookies. */
export type SessionsOptions = Required<Pick<SessionOptions, "store" | "secret">>;

/** Where left out, in the memory of this process, signed with a key of its own: a restart signs everybody out. */
export function sessions(kept?: SessionsOptions): RequestHandler {
  return session({
    ...(kept ?? { secret: randomBytes(32).toString("base64") }),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax" },
  });
}

/** A new session with a new id: what was known of the old one is worth nothing. */
export async function startSession(req: Request, signedIn: SignedIn): Promise<void> {
  await settled((done) => req.session.regenerate(done));
  req.session.signedIn = signedIn;
  await settled((done) => req.session.save(done));
}

export async function endSession(req: Request): Promise<void> {
  await settled((done) => req.session.destroy(done));
}

function settled(call: (done: (error: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve()));
  });
}
