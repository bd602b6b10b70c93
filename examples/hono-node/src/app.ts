import { honoSession, secondFactor } from "@second-factor/hono";
import { basePath } from "@second-factor-examples/bank";
import { type OpenBankOptions, openBank } from "@second-factor-examples/bank/node";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { endSession, type SessionEnv, sessions, startSession } from "./session.js";
import { fields, send, visit } from "./translate.js";

export async function buildApp(options: OpenBankOptions): Promise<Hono<SessionEnv>> {
  const bank = await openBank(options);
  const twoFactor = secondFactor<SessionEnv>(bank.engine, {
    subject: (c) => bank.subjectOf(c.get("session").data?.signedIn),
    session: honoSession(),
  });

  const small = bodyLimit({ maxSize: 16 * 1024 });
  const ownPages: MiddlewareHandler<SessionEnv> = async (c, next) => {
    if (bank.isCrossSite(visit(c))) return send(c, bank.crossSite(visit(c)));
    await next();
  };
  const adminsOnly: MiddlewareHandler<SessionEnv> = async (c, next) => {
    if (!bank.mayAdminister(visit(c))) return send(c, bank.adminsOnly(visit(c)));
    await next();
  };

  const app = new Hono<SessionEnv>();
  app.use(...sessions());

  app.get("/", (c) => {
    return send(c, bank.home(visit(c), c.req.query("return_to")));
  });
  app.post("/login", ownPages, small, async (c) => {
    const body = await fields(c);
    const signedIn = await bank.signIn(body);
    if (signedIn === null) return send(c, bank.wrongPassword(visit(c), body));
    await startSession(c, signedIn);
    return send(c, bank.welcome(visit(c), body));
  });
  app.post("/logout", ownPages, async (c) => {
    await twoFactor.signOut(c);
    endSession(c);
    return send(c, bank.goodbye(visit(c)));
  });

  app.route(basePath, twoFactor.routes());
  app.use(twoFactor.guard());

  app.get("/account", async (c) => {
    return send(c, await bank.account(visit(c)));
  });
  const fresh = twoFactor.requireSecondFactor({ maxAgeSeconds: 300 });
  app.post("/transfer", ownPages, fresh, small, async (c) => {
    return send(c, await bank.transfer(visit(c), await fields(c)));
  });
  app.get("/admin", adminsOnly, twoFactor.requireSecondFactor(), async (c) => {
    return send(c, await bank.admin(visit(c)));
  });
  return app;
}
