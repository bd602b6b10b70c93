import { sealedCookie, secondFactor } from "@second-factor/hono";
import { basePath } from "@second-factor-examples/bank";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Env } from "./env.js";
import {
  endSession,
  isSecure,
  type Opened,
  type SessionEnv,
  sessions,
  startSession,
} from "./session.js";
import { fields, send, visit } from "./translate.js";

/** Bindings exist only inside a request: `open` gives the bank that stands on them. */
export function buildApp(open: (env: Env) => Opened): Hono<SessionEnv> {
  const twoFactor = secondFactor<SessionEnv>((c) => open(c.env).bank.engine, {
    subject: (c) => c.get("bank").subjectOf(c.get("session")?.signedIn),
    session: sealedCookie({ binding: (c) => c.get("session")?.id }),
    client: (c) => ({ address: c.req.header("cf-connecting-ip"), secure: isSecure(c) }),
  });

  const small = bodyLimit({ maxSize: 16 * 1024 });
  const ownPages: MiddlewareHandler<SessionEnv> = async (c, next) => {
    const bank = c.get("bank");
    if (bank.isCrossSite(visit(c))) return send(c, bank.crossSite(visit(c)));
    await next();
  };
  const adminsOnly: MiddlewareHandler<SessionEnv> = async (c, next) => {
    const bank = c.get("bank");
    if (!bank.mayAdminister(visit(c))) return send(c, bank.adminsOnly(visit(c)));
    await next();
  };

  const app = new Hono<SessionEnv>();
  app.use(sessions(open));

  app.get("/", (c) => {
    return send(c, c.get("bank").home(visit(c), c.req.query("return_to")));
  });
  app.post("/login", ownPages, small, async (c) => {
    const bank = c.get("bank");
    const body = await fields(c);
    const signedIn = await bank.signIn(body);
    if (signedIn === null) return send(c, bank.wrongPassword(visit(c), body));
    await startSession(c, signedIn);
    return send(c, bank.welcome(visit(c), body));
  });
  app.post("/logout", ownPages, async (c) => {
    await twoFactor.signOut(c);
    endSession(c);
    return send(c, c.get("bank").goodbye(visit(c)));
  });

  app.route(basePath, twoFactor.routes());
  app.use(twoFactor.guard());

  app.get("/account", async (c) => {
    return send(c, await c.get("bank").account(visit(c)));
  });
  const fresh = twoFactor.requireSecondFactor({ maxAgeSeconds: 300 });
  app.post("/transfer", ownPages, fresh, small, async (c) => {
    return send(c, await c.get("bank").transfer(visit(c), await fields(c)));
  });
  app.get("/admin", adminsOnly, twoFactor.requireSecondFactor(), async (c) => {
    return send(c, await c.get("bank").admin(visit(c)));
  });
  return app;
}
