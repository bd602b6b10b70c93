import { serve } from "@hono/node-server";
import { type SessionEnv, useSession, useSessionStorage } from "@hono/session";
import { type Context, Hono } from "hono";
import { sessionStore } from "./session-store.js";
import { findUser, type User } from "./users.js";

// Added: what the second factor is made of
import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";
import { honoSession, secondFactor } from "@second-factor/hono";
import { htmlPages } from "@second-factor/pages";

type App = SessionEnv<{ user?: User }>;

const port = Number(process.env.PORT ?? 3000);
const secret = process.env.SESSION_SECRET ?? "only on your machine";
const currentUser = async (c: Context<App>) => (await c.get("session").get())?.user ?? null;

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
const twoFactor = secondFactor(engine, { subject: currentUser, session: honoSession() });

const app = new Hono<App>();
app.use(useSessionStorage(sessionStore), useSession<{ user?: User }>({ secret }));

app.post("/login", async (c) => {
  const { email, password } = await c.req.parseBody();
  const user = findUser(email, password);
  if (user === null) return c.text("Wrong password", 401);
  await c.get("session").update({ user });
  return c.redirect("/account");
});

// Added: below this, whoever has a second factor needs it
app.route("/2fa", twoFactor.routes());
app.use(twoFactor.guard());

app.get("/account", async (c) => {
  const user = await currentUser(c);
  return user === null ? c.text("Sign in first", 401) : c.text(`Hello ${user.name}`);
});

serve({ fetch: app.fetch, port }, () => console.log(`listening on http://localhost:${port}`));
