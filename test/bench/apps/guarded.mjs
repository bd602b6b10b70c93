// GET /open and GET /guarded in one app: one handler, behind the same middleware and as many routes. All that differs
// is the guard. The session is read once above it, as a login middleware does.
import { randomBytes } from "node:crypto";
import http from "node:http";
import { sealedCookie } from "@second-factor/core";
import { codeFor } from "../lib/code.mjs";
import { enrollSubjects, prepareEngine } from "../lib/prepared.mjs";

const { FRAMEWORK, SESSION = "server" } = process.env;
const engine = prepareEngine();
const [alice] = await enrollSubjects(engine, 1);
const sealed = SESSION === "sealed";
const binding = () => "session-1";

async function expressApp() {
  const [{ default: express }, { default: session }] = await Promise.all([
    import("express5"),
    import("express-session"),
  ]);
  const { expressSession, secondFactor } = await import("@second-factor/express");
  const app = express();
  app.disable("x-powered-by");
  const store = new session.MemoryStore();
  app.use(
    session({
      secret: "bench",
      resave: false,
      saveUninitialized: true,
      store,
      cookie: { maxAge: 3_600_000 },
    }),
  );
  const twoFactor = secondFactor(engine, {
    subject: (request) => (request.session ? { id: alice.id, name: "alice" } : null),
    session: sealed ? sealedCookie({ binding }) : expressSession(),
  });
  app.use("/2fa", twoFactor.routes());
  app.use("/guarded", twoFactor.guard());
  app.get(["/open", "/guarded"], (_request, response) => response.json({ ok: true }));
  return http.createServer(app);
}

async function koaApp() {
  const [{ default: Koa }, { default: session }] = await Promise.all([
    import("koa3"),
    import("koa-session"),
  ]);
  const { koaSession, secondFactor } = await import("@second-factor/koa");
  const app = new Koa();
  app.keys = [randomBytes(16).toString("hex")];
  const entries = new Map();
  const store = {
    get: async (key) => entries.get(key),
    set: async (key, value) => void entries.set(key, value),
    destroy: async (key) => void entries.delete(key),
  };
  app.use(session({ store, renew: false, rolling: false }, app));
  const twoFactor = secondFactor(engine, {
    subject: (ctx) => (ctx.session ? { id: alice.id, name: "alice" } : null),
    session: sealed ? sealedCookie({ binding }) : koaSession(),
  });
  const guard = twoFactor.guard();
  app.use(twoFactor.routes());
  // koa-session loads it when somebody asks.
  app.use((ctx, next) => ctx.session && next());
  app.use((ctx, next) => (ctx.path === "/guarded" ? guard(ctx, next) : next()));
  app.use((ctx) => {
    ctx.body = { ok: true };
  });
  return http.createServer(app.callback());
}

async function honoApp() {
  const [{ Hono }, { createAdaptorServer }, { useSession, useSessionStorage }] = await Promise.all([
    import("hono"),
    import("@hono/node-server"),
    import("@hono/session"),
  ]);
  const { honoSession, secondFactor } = await import("@second-factor/hono");
  const entries = new Map();
  const storage = {
    get: (key) => entries.get(key) ?? null,
    set: (key, value) => void entries.set(key, value),
    delete: (key) => void entries.delete(key),
  };
  const app = new Hono();
  app.use(
    useSessionStorage(storage),
    useSession({ secret: randomBytes(32).toString("hex"), duration: { absolute: 3600 } }),
  );
  app.use(async (c, next) => {
    await c.get("session").get();
    await next();
  });
  const twoFactor = secondFactor(engine, {
    subject: () => ({ id: alice.id, name: "alice" }),
    session: sealed ? sealedCookie({ binding }) : honoSession(),
  });
  app.route("/2fa", twoFactor.routes());
  app.use("/guarded", twoFactor.guard());
  const reply = (c) => c.json({ ok: true });
  app.get("/open", reply);
  app.get("/guarded", reply);
  return createAdaptorServer({ fetch: app.fetch });
}

const server = await { express: expressApp, koa: koaApp, hono: honoApp }[FRAMEWORK]();
process.on("SIGINT", () => process.exit(0));
server.listen(0, "127.0.0.1", async () => {
  const { port } = server.address();
  const cookies = new Map();
  const keep = (reply) => {
    for (const field of reply.headers.getSetCookie()) {
      const [pair] = field.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair);
    }
    return reply;
  };
  const cookie = () => [...cookies.values()].join("; ");
  const origin = `http://127.0.0.1:${port}`;
  keep(await fetch(`${origin}/open`, { headers: { cookie: cookie() } }));
  keep(await fetch(`${origin}/guarded`, { headers: { cookie: cookie() } }));
  const verified = keep(
    await fetch(`${origin}/2fa/verify`, {
      method: "POST",
      headers: { cookie: cookie(), "content-type": "application/json" },
      body: JSON.stringify({ otp: codeFor(alice.secret) }),
    }),
  );
  if (verified.status !== 200)
    throw new Error(`verify: ${verified.status} ${await verified.text()}`);
  process.on("message", () => process.send(process.cpuUsage()));
  process.send({ port, cookie: cookie() });
});
