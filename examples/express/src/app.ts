import { expressSession, secondFactor } from "@second-factor/express";
import { basePath } from "@second-factor-examples/bank";
import { type OpenBankOptions, openBank } from "@second-factor-examples/bank/node";
import express, { type Express, type RequestHandler } from "express";
import { endSession, type SessionsOptions, sessions, startSession } from "./session.js";
import { send, visit } from "./translate.js";

export interface AppOptions extends OpenBankOptions {
  readonly sessions?: SessionsOptions;
}

export async function buildApp({ sessions: kept, ...options }: AppOptions): Promise<Express> {
  const bank = await openBank(options);
  const twoFactor = secondFactor(bank.engine, {
    subject: (req) => bank.subjectOf(req.session.signedIn),
    session: expressSession(),
  });

  const fields = [express.json({ limit: "16kb" }), express.urlencoded({ limit: "16kb" })];
  const ownPages: RequestHandler = (req, res, next) => {
    if (bank.isCrossSite(visit(req))) send(res, bank.crossSite(visit(req)));
    else next();
  };
  const adminsOnly: RequestHandler = (req, res, next) => {
    if (bank.mayAdminister(visit(req))) next();
    else send(res, bank.adminsOnly(visit(req)));
  };

  const app = express();
  app.disable("x-powered-by");
  app.use(sessions(kept));

  app.get("/", (req, res) => {
    send(res, bank.home(visit(req), req.query.return_to));
  });
  app.post("/login", ownPages, ...fields, async (req, res) => {
    const signedIn = await bank.signIn(req.body);
    if (signedIn === null) return send(res, bank.wrongPassword(visit(req), req.body));
    await startSession(req, signedIn);
    send(res, bank.welcome(visit(req), req.body));
  });
  app.post("/logout", ownPages, async (req, res) => {
    await twoFactor.signOut(req);
    await endSession(req);
    send(res, bank.goodbye(visit(req)));
  });

  app.use(basePath, twoFactor.routes());
  app.use(twoFactor.guard());

  app.get("/account", async (req, res) => {
    send(res, await bank.account(visit(req)));
  });
  const fresh = twoFactor.requireSecondFactor({ maxAgeSeconds: 300 });
  app.post("/transfer", ownPages, fresh, ...fields, async (req, res) => {
    send(res, await bank.transfer(visit(req), req.body));
  });
  app.get("/admin", adminsOnly, twoFactor.requireSecondFactor(), async (req, res) => {
    send(res, await bank.admin(visit(req)));
  });
  return app;
}
