import { randomBytes } from "node:crypto";
import { MemorySessions, type SignedIn } from "@second-factor-examples/bank";
import type Koa from "koa";
import type { Context, Middleware } from "koa";
import createSession from "koa-session";

/** In the memory of this process, signed with a key of its own: a restart signs everybody out. */
export function sessions(app: Koa): Middleware {
  app.keys = [randomBytes(32).toString("base64")];
  const store = new MemorySessions();
  return createSession({ store, maxAge: "session", sameSite: "lax" }, app);
}

/** A new session with a new id: what was known of the old one is worth nothing. */
export async function startSession(ctx: Context, signedIn: SignedIn): Promise<void> {
  ctx.session = { signedIn };
  await ctx.session.regenerate();
}

export function endSession(ctx: Context): void {
  ctx.session = null;
}
