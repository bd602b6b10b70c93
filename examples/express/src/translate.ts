import type { BankReply, Visit } from "@second-factor-examples/bank";
import type { Request, Response } from "express";

export function visit(req: Request): Visit {
  // After a sign-out there is none, whatever the types say.
  const session: Request["session"] | undefined = req.session;
  return { header: (name) => req.get(name), signedIn: session?.signedIn ?? null };
}

export function send(res: Response, { status, headers, body }: BankReply): void {
  res.status(status).set(headers).send(body);
}
