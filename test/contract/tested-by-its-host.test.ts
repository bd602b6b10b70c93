import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";
import { expressSession, secondFactor } from "@second-factor/express";
import { assertGuarded, manualClock, virtualAuthenticator } from "@second-factor/testing";
import session from "express-session";
import type { Request } from "express5";
import express from "express5";
import request from "supertest";
import { expect, it } from "vitest";

// What a host's own test of its app looks like: supertest, a clock it turns, an authenticator that is no phone.

function hostApp(clock = manualClock()) {
  const engine = createSecondFactor({
    issuer: "Acme",
    basePath: "/2fa",
    trustedOrigins: ["https://app.example"],
    keys: keyRing("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
    records: memoryRecords(),
    limits: memoryLimits(),
    development: true,
    clock,
  });
  const twoFactor = secondFactor<Request>(engine, {
    subject: ({ session: held }) => ("user" in held ? { id: "alice", name: "alice" } : null),
    session: expressSession(),
  });
  const app = express();
  app.use(session({ secret: "a test", resave: false, saveUninitialized: false }));
  app.post("/login", (req, res) => {
    Object.assign(req.session, { user: "alice" });
    res.end();
  });
  app.use("/2fa", twoFactor.routes());
  app.use(twoFactor.guard());
  app.get("/account", (_req, res) => res.send("42 coins"));
  return { app, clock };
}

it("enrolls, is asked for a code at the next sign-in, and gives one", async () => {
  const { app, clock } = hostApp();
  const phone = request.agent(app);
  await phone.post("/login").expect(200);
  const begun = await phone.post("/2fa/totp/enrollments").send({}).expect(201);
  const authenticator = virtualAuthenticator(begun.body.keyUri, clock);
  const confirm = `/2fa/totp/enrollments/${begun.body.enrollmentId}/confirm`;
  await phone.post(confirm).send({ otp: authenticator.code() }).expect(200);

  clock.advance({ seconds: 30 });
  const laptop = request.agent(app);
  await laptop.post("/login").expect(200);
  const refused = await laptop.get("/account").expect(403);
  expect(refused.body.code).toBe("second_factor_required");
  await laptop.post("/2fa/verify").send({ otp: authenticator.code() }).expect(200);
  await laptop.get("/account").expect(200, "42 coins");
});

it("lists what no guard covers", () => {
  const { app } = hostApp();
  expect(() => assertGuarded(app, ["POST /login"])).not.toThrow();
  expect(() => assertGuarded(app, [])).toThrow("/login");
});
