import KoaRouter from "@koa/router";
import type { AdapterEngine } from "@second-factor/core/http";
import { expressSession, secondFactor as forExpress, sealedCookie } from "@second-factor/express";
import { secondFactor as forHono, honoSession } from "@second-factor/hono";
import { secondFactor as forKoa, koaSession } from "@second-factor/koa";
import express4, { type Request as Request4 } from "express4";
import express5, { type Request as Request5 } from "express5";
import { type Context, Hono } from "hono";
import Koa2, { type Context as Context2 } from "koa2";
import Koa3, { type Context as Context3 } from "koa3";
import { expectTypeOf, test } from "vitest";

/** Compiled by `npm run typecheck`; nothing in here runs but the functions' definitions. */
function declared(work: () => void): void {
  expectTypeOf(work).toBeFunction();
}

declare const engine: AdapterEngine;

interface User {
  readonly id: string;
  readonly email: string;
}

test("Express: subject gets Express's own request, an annotated one, or a named one", () => {
  declared(() => {
    forExpress(engine, {
      subject(req) {
        expectTypeOf(req).toEqualTypeOf<Request5>();
        return null;
      },
      session: expressSession(),
    });
    forExpress(engine, {
      subject: (req: Request4 & { user?: User }) =>
        req.user ? { id: req.user.id, name: req.user.email } : null,
      session: expressSession(),
    });
    forExpress<Request5 & { user: User }>((req) => (req.user.id ? engine : engine), {
      subject: (req) => ({ id: req.user.id, name: req.user.email }),
      session: sealedCookie({ binding: (req) => req.user.id }),
      client: (req) => ({ address: req.ip, secure: req.secure }),
    });
  });
});

test("Express: middlewares fit both majors and leave a route's parameters inferred", () => {
  declared(() => {
    const twoFactor = forExpress(engine, { subject: () => null, session: expressSession() });
    const app4 = express4();
    app4.use("/2fa", twoFactor.routes());
    app4.use(twoFactor.guard());
    app4.post("/accounts/:id", twoFactor.requireSecondFactor(), (req, res) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      void twoFactor.signOut(req).then(() => res.sendStatus(204));
    });
    const app5 = express5();
    app5.use("/2fa", twoFactor.routes());
    app5.use(twoFactor.guard());
    app5.post("/accounts/:id", twoFactor.requireSecondFactor(), async (req, res) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
      await twoFactor.signOut(req);
      res.end();
    });
    const mine = forExpress<Request5 & { user: User }>(engine, {
      subject: (req) => ({ id: req.user.id, name: req.user.email }),
      session: expressSession(),
    });
    const forAction = mine.requireSecondFactor({
      action(req) {
        expectTypeOf(req).toEqualTypeOf<Request5 & { user: User }>();
        return `transfer:${req.user.id}`;
      },
      describe: async (req) => `a transfer of ${req.user.email}`,
    });
    app5.post("/accounts/:id", forAction, (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>();
    });
    twoFactor.requireSecondFactor({
      action(req) {
        expectTypeOf(req).toEqualTypeOf<Request5>();
        return "close-account";
      },
    });
    express5.Router().get("/:a/:b", twoFactor.requireSecondFactor({ maxAgeSeconds: 9 }), (req) => {
      expectTypeOf(req.params).toExtend<{ a: string; b: string }>();
    });
  });
});

test("Koa: subject gets Koa's own context, an annotated one, or a named one", () => {
  declared(() => {
    forKoa(engine, {
      subject(ctx) {
        expectTypeOf(ctx.cookies.get).toBeFunction();
        return ctx.user ? { id: ctx.user.id, name: ctx.user.email } : null;
      },
      session: koaSession(),
    });
    forKoa(engine, {
      subject: (ctx: Context2 & { state: { user?: User } }) =>
        ctx.state.user ? { id: ctx.state.user.id, name: ctx.state.user.email } : null,
      session: koaSession(),
    });
    forKoa<Context3 & { user: User }>(engine, {
      subject: (ctx) => ({ id: ctx.user.id, name: ctx.user.email }),
      session: koaSession({ binding: (ctx) => ctx.user.id }),
    });
  });
});

test("Koa: middlewares fit both majors and a router's own context", () => {
  declared(() => {
    const twoFactor = forKoa(engine, { subject: () => null, session: koaSession() });
    for (const app of [new Koa2(), new Koa3()]) {
      app.use(twoFactor.routes());
      app.use(twoFactor.guard());
      app.use(async (ctx) => twoFactor.signOut(ctx));
    }
    const mine = forKoa<Context3 & { user: User }>(engine, {
      subject: (ctx) => ({ id: ctx.user.id, name: ctx.user.email }),
      session: koaSession(),
    });
    const forAction = mine.requireSecondFactor({
      action(ctx) {
        expectTypeOf(ctx).toEqualTypeOf<Context3 & { user: User }>();
        return `transfer:${ctx.user.id}`;
      },
      describe: async (ctx) => `a transfer of ${ctx.user.email}`,
    });
    new KoaRouter().post("/accounts/:id/close", forAction, (ctx) => {
      expectTypeOf(ctx.params.id).toEqualTypeOf<string | undefined>();
    });
    new KoaRouter().post("/accounts/:id", twoFactor.requireSecondFactor(), async (ctx) => {
      expectTypeOf(ctx.params.id).toEqualTypeOf<string | undefined>();
      await twoFactor.signOut(ctx);
    });
  });
});

test("Hono: the app's Env stays its own", () => {
  type AppEnv = { Bindings: { NAME: string }; Variables: { user: User | null } };
  declared(() => {
    const twoFactor = forHono<AppEnv>((c) => (c.env.NAME ? engine : engine), {
      subject(c) {
        const user = c.get("user");
        return user && { id: user.id, name: user.email };
      },
      session: honoSession(),
    });
    forHono(engine, {
      subject: (c: Context<AppEnv>) => ({ id: c.var.user?.id ?? "", name: "" }),
      session: honoSession({ binding: (c) => c.var.user?.id }),
    });
    const app = new Hono<AppEnv>()
      .route("/2fa", twoFactor.routes())
      .use(twoFactor.guard())
      .post("/accounts/:id", twoFactor.requireSecondFactor(), async (c) => {
        expectTypeOf(c.req.param("id")).toEqualTypeOf<string>();
        expectTypeOf(c.get("user")).toEqualTypeOf<User | null>();
        await twoFactor.signOut(c);
        return c.json({ ok: true });
      });
    const forAction = twoFactor.requireSecondFactor({
      action(c) {
        expectTypeOf(c.get("user")).toEqualTypeOf<User | null>();
        return `transfer:${c.req.param("id")}`;
      },
      describe: async (c) => `a transfer of ${c.get("user")?.email}`,
    });
    app.post("/transfers/:id", forAction, (c) => {
      expectTypeOf(c.req.param("id")).toEqualTypeOf<string>();
      return c.body(null);
    });
    expectTypeOf(app).toExtend<Hono<AppEnv, never>>();
  });
});
