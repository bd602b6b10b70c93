import express from "express";
import session from "express-session";
import { findUser, type User } from "./users.js";

// Added: what the second factor is made of
import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";
import { expressSession, secondFactor } from "@second-factor/express";
import { htmlPages } from "@second-factor/pages";

declare module "express-session" {
  interface SessionData {
    user: User;
  }
}

const port = Number(process.env.PORT ?? 3000);
const secret = process.env.SESSION_SECRET ?? "only on your machine";
const currentUser = (req: express.Request) => req.session.user ?? null;

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
const twoFactor = secondFactor(engine, { subject: currentUser, session: expressSession() });

const app = express();
app.use(session({ secret, resave: false, saveUninitialized: false }));

app.post("/login", express.urlencoded(), (req, res, next) => {
  const user = findUser(req.body.email, req.body.password);
  if (user === null) return void res.status(401).send("Wrong password");
  req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.user = user;
    res.redirect("/account");
  });
});

// Added: below this, whoever has a second factor needs it
app.use("/2fa", twoFactor.routes());
app.use(twoFactor.guard());

app.get("/account", (req, res) => {
  const user = currentUser(req);
  if (user === null) return void res.status(401).send("Sign in first");
  res.send(`Hello ${user.name}`);
});

app.listen(port, () => console.log(`listening on http://localhost:${port}`));
