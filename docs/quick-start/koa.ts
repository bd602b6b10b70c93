import Router from "@koa/router";
import Koa from "koa";
import bodyParser from "koa-bodyparser";
import session from "koa-session";
import { sessionStore } from "./session-store.js";
import { findUser } from "./users.js";

// Added: what the second factor is made of
import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";
import { koaSession, secondFactor } from "@second-factor/koa";
import { htmlPages } from "@second-factor/pages";

const port = Number(process.env.PORT ?? 3000);
const secret = process.env.SESSION_SECRET ?? "only on your machine";
const currentUser = (ctx: Koa.Context) => ctx.session?.user ?? null;

// Added: the engine, and who it is for
const engine = createSecondFactor({
  issuer: "Acme",
  basePath: "/2fa",
  trustedOrigins: [`http://localhost:${port}`],
  keys: keyRing(process.env.SECOND_FACTOR_KEYS),
  records: memoryRecords(),
  limits: memoryLimits(),
  pages: htmlPages(),
});
const twoFactor = secondFactor(engine, { subject: currentUser, session: koaSession() });

const app = new Koa();
app.keys = [secret];
app.use(session({ store: sessionStore }, app));

const open = new Router();
open.post("/login", bodyParser(), async (ctx) => {
  const { email, password } = ctx.request.body as Record<string, unknown>;
  const user = findUser(email, password);
  if (user === null) return ctx.throw(401, "Wrong password");
  ctx.session = { user };
  await ctx.session.regenerate();
  ctx.redirect("/account");
});
app.use(open.routes());

// Added: below this, whoever has a second factor needs it
app.use(twoFactor.routes());
app.use(twoFactor.guard());

const account = new Router();
account.get("/account", (ctx) => {
  const user = currentUser(ctx);
  if (user === null) return ctx.throw(401, "Sign in first");
  ctx.body = `Hello ${user.name}`;
});
app.use(account.routes());

app.listen(port, () => console.log(`listening on http://localhost:${port}`));
