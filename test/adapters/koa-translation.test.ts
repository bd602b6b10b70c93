import type { RequestListener } from "node:http";
import { Readable } from "node:stream";
import KoaRouter from "@koa/router";
import { secondFactor } from "@second-factor/koa";
import bodyParser from "koa-bodyparser";
import Koa2 from "koa2";
import Koa3 from "koa3";
import { afterEach, describe, expect, test } from "vitest";
import { FakeEngine } from "./fake-engine.js";
import { noSession } from "./fake-session.js";
import { listen } from "./listen.js";
import type { Driver, SetUp } from "./stage.js";
import { translationCases } from "./translation-cases.js";

/** What koa-mount does to the path. */
function mount(prefix: string, middleware: Koa3.Middleware): Koa3.Middleware {
  return async (ctx, next) => {
    const { path } = ctx;
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return next();
    ctx.path = path.slice(prefix.length) || "/";
    try {
      await middleware(ctx, async () => {
        const inner = ctx.path;
        ctx.path = path;
        await next();
        ctx.path = inner;
      });
    } finally {
      ctx.path = path;
    }
  };
}

function newApp(Koa: typeof Koa3): Koa3 {
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      ctx.status = 500;
      ctx.type = "text/plain";
      ctx.body = error instanceof Error ? error.message : String(error);
    }
  });
  return app;
}

function buildApp(Koa: typeof Koa3, engine: FakeEngine, { parsers, mountAt }: SetUp) {
  const twoFactor = secondFactor(engine, { subject: () => null, session: noSession });
  const guard = twoFactor.guard({ public: ["/raw"] });
  const requirement = twoFactor.requireSecondFactor({ maxAgeSeconds: 60 });
  const app = newApp(Koa);
  app.use(async (ctx, next) => {
    if (ctx.get("x-host")) {
      ctx.set("Cache-Control", "public");
      ctx.vary("Origin");
      ctx.append("Set-Cookie", "early=1; Path=/");
    }
    await next();
  });
  if (parsers) app.use(bodyParser());
  app.use(mountAt === engine.basePath ? twoFactor.routes() : mount(mountAt, twoFactor.routes()));
  app.use(guard);
  const router = new KoaRouter();
  router.get("/page", (ctx) => {
    ctx.append("Set-Cookie", "host=1; Path=/");
    ctx.type = "text/x-page";
    ctx.body = "page";
  });
  router.get("/raw", (ctx) => {
    ctx.append("Set-Cookie", "host=1; Path=/");
    ctx.body = Readable.from(["page"]);
  });
  router.post("/transfer", requirement, (ctx) => {
    ctx.body = "done";
  });
  router.post("/sign-out", async (ctx) => {
    await twoFactor.signOut(ctx);
    ctx.status = 204;
  });
  app.use(router.routes());
  return { app, middlewares: [guard, requirement] };
}

const majors: ReadonlyArray<readonly [string, typeof Koa3]> = [
  ["Koa 2", Koa2 as unknown as typeof Koa3],
  ["Koa 3", Koa3],
];

for (const [name, Koa] of majors) {
  const driver: Driver = {
    name,
    async start(engine, setUp) {
      const { app, middlewares } = buildApp(Koa, engine, setUp);
      return { ...(await listen(app.callback() as RequestListener)), middlewares };
    },
  };
  translationCases(driver);

  describe(`${name}: only here`, () => {
    let close: () => Promise<void> = async () => undefined;
    afterEach(() => close());

    async function serve(engine: FakeEngine, use: (routes: Koa3.Middleware) => Koa3.Middleware) {
      const app = newApp(Koa);
      const twoFactor = secondFactor(engine, { subject: () => null, session: noSession });
      app.use(use(twoFactor.routes()));
      app.use((ctx) => {
        ctx.body = "host";
      });
      const running = await listen(app.callback() as RequestListener);
      close = running.close;
      return async (path: string) => {
        const response = await fetch(`${running.origin}${path}`);
        return [response.status, await response.text()];
      };
    }

    test("every path outside basePath is the host's", async () => {
      const get = await serve(new FakeEngine(), (routes) => routes);
      expect(await get("/2fa/challenge")).toEqual([200, "engine"]);
      for (const path of ["/", "/2fax", "/2FA/challenge", "/a/2fa"]) {
        expect(await get(path)).toEqual([200, "host"]);
      }
    });

    test("koa-mount at basePath itself, or above it, fits", async () => {
      const engine = new FakeEngine();
      let get = await serve(engine, (routes) => mount("/2fa", routes));
      expect(await get("/2fa/challenge")).toEqual([200, "engine"]);
      expect(await get("/2fa")).toEqual([200, "engine"]);
      expect(engine.last.path).toBe("/2fa");
      await close();
      engine.basePath = "/api/2fa";
      get = await serve(engine, (routes) => mount("/api", routes));
      expect(await get("/api/2fa/challenge")).toEqual([200, "engine"]);
      expect(await get("/api/other")).toEqual([200, "host"]);
    });

    test("koa-mount elsewhere is refused at the first request, whatever its path", async () => {
      const get = await serve(new FakeEngine(), (routes) => mount("/auth", routes));
      expect(await get("/auth/2fa/challenge")).toEqual([500, 'mounted at "/auth/2fa"']);
      expect(await get("/auth")).toEqual([500, 'mounted at "/auth/2fa"']);
    });

    test("a path that the host rewrote is judged as the client sent it", async () => {
      const engine = new FakeEngine();
      const get = await serve(engine, (routes) => async (ctx, next) => {
        ctx.path = "/rewritten";
        await routes(ctx, next);
      });
      expect(await get("/2fa/challenge")).toEqual([200, "engine"]);
    });

    test("a type that the host has set does not end up in an empty reply", async () => {
      const engine = new FakeEngine();
      engine.reply = { status: 303, headers: [["Location", "/2fa/challenge"]], body: "" };
      const app = newApp(Koa);
      const twoFactor = secondFactor(engine, { subject: () => null, session: noSession });
      app.use(async (ctx, next) => {
        ctx.type = "json";
        await next();
      });
      app.use(twoFactor.routes());
      const running = await listen(app.callback() as RequestListener);
      close = running.close;
      const response = await fetch(`${running.origin}/2fa`, { redirect: "manual" });
      expect([response.status, await response.text()]).toEqual([303, ""]);
      expect(response.headers.get("content-type")).toBeNull();
    });
  });
}
