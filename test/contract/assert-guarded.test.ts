import KoaRouter from "@koa/router";
import { createSecondFactor, keyRing, memoryLimits, memoryRecords } from "@second-factor/core";
import { expressSession, secondFactor as forExpress } from "@second-factor/express";
import { secondFactor as forHono, honoSession } from "@second-factor/hono";
import { secondFactor as forKoa, koaSession } from "@second-factor/koa";
import { assertGuarded } from "@second-factor/testing";
import express4 from "express4";
import express5 from "express5";
import { Hono } from "hono";
import Koa2 from "koa2";
import Koa3 from "koa3";
import { describe, expect, it } from "vitest";

const engine = createSecondFactor({
  issuer: "Bank",
  basePath: "/2fa",
  trustedOrigins: ["http://localhost"],
  development: true,
  keys: keyRing("bed:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps="),
  records: memoryRecords(),
  limits: memoryLimits(),
});
const subject = () => null;
const express = forExpress(engine, { subject, session: expressSession() });
const koa = forKoa(engine, { subject, session: koaSession() });
const hono = forHono(engine, { subject, session: honoSession() });
const publicRoutes = ["/", "POST /login", "/2fa/*"];

/** The bank, with the guard in its place, above the login only, or nowhere; and a route that guards itself. */
type Guarding = "below the login" | "late" | "nowhere";

function expressApp(framework: typeof express5, guarding: Guarding): unknown {
  const app = framework();
  app.use("/2fa", express.routes());
  app.get("/", (_request, response) => void response.end());
  app.post("/login", (_request, response) => void response.end());
  if (guarding === "below the login") app.use(express.guard());
  app.get("/account", (_request, response) => void response.end());
  if (guarding === "late") app.use(express.guard());
  app.post("/transfer", express.requireSecondFactor(), (_request, response) => void response.end());
  const inner = framework.Router();
  inner.get("/:id", (_request, response) => void response.end());
  app.use("/orders", inner);
  return app;
}

function koaApp(framework: typeof Koa3, guarding: Guarding): unknown {
  const app = new framework();
  const open = new KoaRouter();
  open.get("/", () => undefined);
  open.post("/login", () => undefined);
  const account = new KoaRouter();
  account.get("/account", () => undefined);
  const rest = new KoaRouter();
  rest.post("/transfer", koa.requireSecondFactor(), () => undefined);
  const inner = new KoaRouter();
  inner.get("/:id", () => undefined);
  rest.use("/orders", inner.routes());
  app.use(koa.routes());
  app.use(open.routes());
  if (guarding === "below the login") app.use(koa.guard());
  app.use(account.routes());
  if (guarding === "late") app.use(koa.guard());
  app.use(rest.routes());
  return app;
}

function honoApp(guarding: Guarding): unknown {
  const app = new Hono();
  app.route("/2fa", hono.routes());
  app.get("/", (c) => c.text(""));
  app.post("/login", (c) => c.text(""));
  if (guarding === "below the login") app.use(hono.guard());
  app.get("/account", (c) => c.text(""));
  if (guarding === "late") app.use(hono.guard());
  app.post("/transfer", hono.requireSecondFactor(), (c) => c.text(""));
  app.route(
    "/orders",
    new Hono().get("/:id", (c) => c.text("")),
  );
  return app;
}

const apps: ReadonlyArray<[string, (guarding: Guarding) => unknown]> = [
  ["express4", (guarding) => expressApp(express4 as unknown as typeof express5, guarding)],
  ["express5", (guarding) => expressApp(express5, guarding)],
  ["koa2", (guarding) => koaApp(Koa2 as unknown as typeof Koa3, guarding)],
  ["koa3", (guarding) => koaApp(Koa3, guarding)],
  ["hono", honoApp],
];

describe.each(apps)("assertGuarded on %s", (_name, build) => {
  it("is content with a guard above everything that is not public", () => {
    expect(() => assertGuarded(build("below the login"), publicRoutes)).not.toThrow();
  });

  it("BYP-23: lists what stands above the guard", () => {
    expect(() => assertGuarded(build("late"), publicRoutes)).toThrow(
      /in front of these routes:\n {2}GET \/account\nMount/,
    );
  });

  it("BYP-04: lists the routes of a router that nobody guards, and not the one that guards itself", () => {
    expect(() => assertGuarded(build("nowhere"), publicRoutes)).toThrow(
      "in front of these routes:\n  GET /account\n  GET /orders/:id\nMount",
    );
  });

  it("takes nothing for public that was not named", () => {
    const app = build("below the login");
    expect(() => assertGuarded(app, ["GET /login", "/2fa/*"])).toThrow(/GET \/\n {2}POST \/login/);
    expect(() => assertGuarded(app, ["/", "/log*", "/2fa/*"])).toThrow(/POST \/login/);
  });
});

describe("assertGuarded", () => {
  it("takes a guard below a path for what is below that path", () => {
    const four = express4();
    four.use(
      "/api",
      express.guard() as never,
      express4.Router().get("/a/:id", () => undefined),
    );
    four.get("/api/b", () => undefined);
    expect(() => assertGuarded(four, [])).not.toThrow();
    four.get("/apix", () => undefined);
    expect(() => assertGuarded(four, [])).toThrow(/routes:\n {2}GET \/apix\nMount/);

    const five = express5();
    five.use(
      "/api",
      express.guard(),
      express5.Router().get("/a/:id", () => undefined),
    );
    five.get("/api/:id", () => undefined);
    five.get("/apix", () => undefined);
    expect(() => assertGuarded(five, [])).toThrow(/routes:\n {2}GET \/apix\nMount/);

    const router = new KoaRouter();
    router.use("/api", koa.guard());
    router.get("/api/:id", () => undefined);
    router.get("/apix", () => undefined);
    const app = new Koa3();
    app.use(router.routes());
    expect(() => assertGuarded(app, [])).toThrow(/routes:\n {2}GET \/apix\nMount/);

    const edge = new Hono().use("/api/*", hono.guard()).get("/api/:id", (c) => c.text(""));
    expect(() => assertGuarded(edge, [])).not.toThrow();
    edge.get("/apix", (c) => c.text(""));
    expect(() => assertGuarded(edge, [])).toThrow(/routes:\n {2}GET \/apix\nMount/);
  });

  it("does not take a guard after the handler, or for another method, for one", () => {
    const five = express5();
    five.get("/a", () => undefined, express.guard());
    five
      .route("/b")
      .post(express.guard(), () => undefined)
      .get(() => undefined);
    expect(() => assertGuarded(five, [])).toThrow(/routes:\n {2}GET \/a\n {2}GET \/b\nMount/);
    const edge = new Hono()
      .post("/b", hono.guard(), (c) => c.text(""))
      .get("/b", (c) => c.text(""));
    expect(() => assertGuarded(edge, [])).toThrow(/routes:\n {2}GET \/b\nMount/);
  });

  it("sees through sub-apps that Hono wraps, and lists Express apps that are mounted whole", () => {
    const inner = new Hono().get("/x", (c) => c.text(""));
    inner.onError((_error, c) => c.text(""));
    const edge = new Hono().use(hono.guard()).route("/inner", inner);
    expect(() => assertGuarded(edge, [])).not.toThrow();
    const five = express5();
    five.use("/inner", express5());
    expect(() => assertGuarded(five, [])).toThrow(/mounted app/);
  });

  it("vouches for nothing where it sees nothing", () => {
    for (const empty of [express4(), express5(), new Koa2(), new Koa3(), new Hono()]) {
      expect(() => assertGuarded(empty, [])).toThrow(/no routes/);
    }
    expect(() => assertGuarded({}, [])).toThrow(TypeError);
    expect(() => assertGuarded(null, [])).toThrow(TypeError);
  });
});
