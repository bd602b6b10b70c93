import Router from "@koa/router";
import { koaSession, secondFactor } from "@second-factor/koa";
import { type OpenBankOptions, openBank } from "@second-factor-examples/bank/node";
import Koa, { type Middleware } from "koa";
import bodyParser from "koa-bodyparser";
import { endSession, sessions, startSession } from "./session.js";
import { send, visit } from "./translate.js";

export async function buildApp(options: OpenBankOptions): Promise<Koa> {
  const bank = await openBank(options);
  const twoFactor = secondFactor(bank.engine, {
    subject: (ctx) => bank.subjectOf(ctx.session?.signedIn),
    session: koaSession(),
  });

  const fields = bodyParser({ jsonLimit: "16kb", formLimit: "16kb" });
  const ownPages: Middleware = async (ctx, next) => {
    if (bank.isCrossSite(visit(ctx))) send(ctx, bank.crossSite(visit(ctx)));
    else await next();
  };
  const adminsOnly: Middleware = async (ctx, next) => {
    if (bank.mayAdminister(visit(ctx))) await next();
    else send(ctx, bank.adminsOnly(visit(ctx)));
  };

  const app = new Koa();
  app.use(sessions(app));

  const open = new Router();
  open.get("/", (ctx) => {
    send(ctx, bank.home(visit(ctx), ctx.query.return_to));
  });
  open.post("/login", ownPages, fields, async (ctx) => {
    const signedIn = await bank.signIn(ctx.request.body);
    if (signedIn === null) return send(ctx, bank.wrongPassword(visit(ctx), ctx.request.body));
    await startSession(ctx, signedIn);
    send(ctx, bank.welcome(visit(ctx), ctx.request.body));
  });
  open.post("/logout", ownPages, async (ctx) => {
    await twoFactor.signOut(ctx);
    endSession(ctx);
    send(ctx, bank.goodbye(visit(ctx)));
  });
  app.use(open.routes());

  app.use(twoFactor.routes());
  app.use(twoFactor.guard());

  const guarded = new Router();
  guarded.get("/account", async (ctx) => {
    send(ctx, await bank.account(visit(ctx)));
  });
  const fresh = twoFactor.requireSecondFactor({ maxAgeSeconds: 300 });
  guarded.post("/transfer", ownPages, fresh, fields, async (ctx) => {
    send(ctx, await bank.transfer(visit(ctx), ctx.request.body));
  });
  guarded.get("/admin", adminsOnly, twoFactor.requireSecondFactor(), async (ctx) => {
    send(ctx, await bank.admin(visit(ctx)));
  });
  app.use(guarded.routes());
  return app;
}
