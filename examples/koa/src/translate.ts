import type { BankReply, Visit } from "@second-factor-examples/bank";
import type { Context } from "koa";

export function visit(ctx: Context): Visit {
  return { header: (name) => ctx.get(name), signedIn: ctx.session?.signedIn ?? null };
}

export function send(ctx: Context, { status, headers, body }: BankReply): void {
  ctx.status = status;
  ctx.body = body;
  ctx.set(headers);
}
