import { getRequestListener } from "@hono/node-server";
import { secondFactor } from "@second-factor/hono";
import { type Context, Hono } from "hono";
import { setCookie } from "hono/cookie";
import { cors } from "hono/cors";
import { HTTPException } from "hono/http-exception";
import { describe, expect, test } from "vitest";
import { FakeEngine, pass, refusal } from "./fake-engine.js";
import { noSession } from "./fake-session.js";
import { listen } from "./listen.js";
import type { SetUp } from "./stage.js";
import { translationCases } from "./translation-cases.js";

function buildApp(engine: FakeEngine, { parsers, mountAt }: SetUp) {
  const twoFactor = secondFactor(engine, { subject: () => null, session: noSession });
  const guard = twoFactor.guard({ public: ["/raw"] });
  const requirement = twoFactor.requireSecondFactor({ maxAgeSeconds: 60 });
  const app = new Hono();
  app.use(async (c, next) => {
    if (c.req.header("x-host")) {
      c.header("Cache-Control", "public");
      c.header("Vary", "Origin");
      c.header("Set-Cookie", "early=1; Path=/");
    }
    await next();
  });
  if (parsers) {
    app.use(async (c, next) => {
      const type = c.req.header("content-type") ?? "";
      if (type.includes("json")) await c.req.json();
      if (type.includes("form")) await c.req.parseBody();
      await next();
    });
  }
  app.route(mountAt, twoFactor.routes());
  app.use(guard);
  app.get("/page", (c) => {
    setCookie(c, "host", "1");
    return c.body("page", 200, { "Content-Type": "text/x-page" });
  });
  app.get("/raw", () => new Response("page", { headers: { "Set-Cookie": "host=1; Path=/" } }));
  app.post("/transfer", requirement, (c) => c.text("done"));
  app.post("/sign-out", async (c) => {
    await twoFactor.signOut(c);
    return c.body(null, 204);
  });
  app.onError((error, c) => c.text(error.message, 500));
  return { app, middlewares: [guard, requirement] };
}

translationCases({
  name: "Hono on Node",
  async start(engine, setUp) {
    const { app, middlewares } = buildApp(engine, setUp);
    return { ...(await listen(getRequestListener(app.fetch))), middlewares };
  },
});

describe("Hono: only here", () => {
  const build = (engine: FakeEngine, mount: (app: Hono, routes: Hono) => unknown) => {
    const app = new Hono();
    app.onError((error, c) => c.text(error.message, 500));
    mount(app, secondFactor(engine, { subject: () => null, session: noSession }).routes());
    return app;
  };
  const status = async (app: Hono, path: string) => (await app.request(path)).status;

  test("mounts: below a base path, in a sub-app with its own onError, with a parameter", async () => {
    const engine = new FakeEngine();
    engine.basePath = "/api/2fa";
    const below = build(engine, (app, routes) => app.basePath("/api").route("/2fa", routes));
    expect(await status(below, "/api/2fa/challenge")).toBe(200);
    expect(await status(below, "/api/2fa")).toBe(200);
    const nested = build(engine, (app, routes) => {
      const api = new Hono().route("/2fa", routes);
      api.onError((error, c) => c.text(error.message, 500));
      app.use(async (_c, next) => next()).route("/api", api);
    });
    expect(await status(nested, "/api/2fa/challenge")).toBe(200);
    const tenant = build(engine, (app, routes) => app.route("/:tenant/2fa", routes));
    expect(await status(tenant, "/api/2fa/authenticators/a%2Fb/remove")).toBe(200);
    expect(engine.last.path).toBe("/api/2fa/authenticators/a%2Fb/remove");
  });

  test("mounts that do not fit: at the root, elsewhere, through mount()", async () => {
    const engine = new FakeEngine();
    const text = async (app: Hono, path: string) => (await app.request(path)).text();
    const root = build(engine, (app, routes) => app.route("/", routes));
    expect(await text(root, "/2fa/challenge")).toBe('mounted at ""');
    const other = build(engine, (app, routes) => app.route("/auth", routes));
    expect(await text(other, "/auth")).toBe('mounted at "/auth"');
    const replaced = build(engine, (app, routes) => {
      routes.onError((error, c) => c.text(error.message, 500));
      app.mount("/2fa", routes.fetch);
    });
    expect(await text(replaced, "/2fa/challenge")).toBe('mounted at ""');
  });

  test("cookies survive where another middleware has touched the response", async () => {
    const engine = new FakeEngine();
    engine.reply = { status: 200, headers: refusal.headers, body: "engine" };
    const app = new Hono();
    app.use(cors({ origin: "https://app.example" }));
    app.use(async (c, next) => {
      setCookie(c, "early", "1");
      await next();
    });
    const twoFactor = secondFactor(engine, { subject: () => null, session: noSession });
    app.route("/2fa", twoFactor.routes());
    app.use(twoFactor.guard());
    const names = (response: Response) =>
      response.headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
    expect(names(await app.request("/2fa"))).toEqual(["early", "a", "b"]);
    engine.guarded = { pass: false, reply: refusal };
    expect(names(await app.request("/page"))).toEqual(["early", "a", "b"]);
  });

  test("fields of a pass survive a handler that throws, and a response that can't be changed", async () => {
    const engine = new FakeEngine();
    engine.guarded = { ...pass, headers: [["Set-Cookie", "a=1"]] } as typeof pass;
    const app = new Hono();
    app.use(secondFactor(engine, { subject: () => null, session: noSession }).guard());
    app.get("/throws", () => {
      throw new HTTPException(418);
    });
    app.get("/frozen", () => Response.redirect("https://app.example/"));
    const thrown = await app.request("/throws");
    expect([thrown.status, thrown.headers.getSetCookie()]).toEqual([418, ["a=1"]]);
    const frozen = await app.request("/frozen");
    expect([frozen.status, frozen.headers.getSetCookie()]).toEqual([302, ["a=1"]]);
  });

  test.each<[string, (c: Context) => Promise<unknown>, object]>([
    ["text", (c) => c.req.text(), { parsed: { otp: ["1", "2"] } }],
    ["arrayBuffer", (c) => c.req.arrayBuffer(), { parsed: { otp: ["1", "2"] } }],
    ["blob", (c) => c.req.blob(), { parsed: { otp: ["1", "2"] } }],
    ["parseBody", (c) => c.req.parseBody(), { parsed: { otp: ["1", "2"] } }],
    ["formData", (c) => c.req.formData(), { parsed: { otp: ["1", "2"] } }],
    ["raw", (c) => c.req.raw.text(), { parsed: undefined }],
  ])("a body that was read by %s", async (_name, read, body) => {
    const engine = new FakeEngine();
    const app = build(engine, (own, routes) => {
      own.use(async (c, next) => {
        await read(c);
        await next();
      });
      own.route("/2fa", routes);
    });
    const form = new URLSearchParams([
      ["otp", "1"],
      ["otp", "2"],
    ]);
    await app.request("/2fa/verify", { method: "POST", body: form });
    expect(engine.last.body).toEqual(body);
  });

  test.each<[string, string, unknown, object]>([
    [
      "@hono/node-server",
      "http",
      { incoming: { socket: { remoteAddress: "::1", encrypted: true } } },
      { address: "::1", secure: true },
    ],
    [
      "@hono/node-server in bindings",
      "https",
      { server: { incoming: { socket: { remoteAddress: "::1" } } } },
      { address: "::1", secure: false },
    ],
    [
      "Bun",
      "https",
      { server: { requestIP: () => ({ address: "192.0.2.1" }) } },
      { address: "192.0.2.1", secure: true },
    ],
    [
      "Bun's server as env",
      "http",
      { requestIP: () => null },
      { address: undefined, secure: false },
    ],
    [
      "Deno",
      "http",
      { remoteAddr: { hostname: "192.0.2.2", port: 1, transport: "tcp" } },
      { address: "192.0.2.2", secure: false },
    ],
    ["Workers", "https", {}, { address: undefined, secure: true }],
    ["no bindings", "http", undefined, { address: undefined, secure: false }],
  ])("the peer on %s", async (_name, scheme, env, client) => {
    const engine = new FakeEngine();
    const app = build(engine, (own, routes) => own.route("/2fa", routes));
    await app.request(`${scheme}://app.example/2fa`, {}, env as object);
    expect(engine.last.client).toEqual(client);
  });

  test("the engine and the client come from the request's own bindings", async () => {
    type AppEnv = { Bindings: { engine: FakeEngine; ip: string } };
    const app = new Hono<AppEnv>();
    const twoFactor = secondFactor<AppEnv>((c) => c.env.engine, {
      subject: (c) => ({ id: c.env.ip, name: "x" }),
      session: noSession,
      client: (c) => ({ address: c.env.ip, secure: true }),
    });
    app.route("/2fa", twoFactor.routes());
    const engine = new FakeEngine();
    await app.request("/2fa", {}, { engine, ip: "192.0.2.3" });
    expect(engine.last).toMatchObject({
      client: { address: "192.0.2.3", secure: true },
      subject: { id: "192.0.2.3" },
    });
  });
});
