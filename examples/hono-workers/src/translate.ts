import type { BankReply, Visit } from "@second-factor-examples/bank";
import type { Context } from "hono";
import type { SessionEnv } from "./session.js";

export function visit(c: Context<SessionEnv>): Visit {
  return { header: (name) => c.req.header(name), signedIn: c.get("session")?.signedIn ?? null };
}

/** JSON or a form; what is neither has no fields. */
export async function fields({ req }: Context): Promise<unknown> {
  const json = req.header("content-type")?.startsWith("application/json");
  return (json ? req.json() : req.parseBody()).catch(() => null);
}

export function send(c: Context, { status, headers, body }: BankReply): Response {
  return c.body(body, status, headers);
}
