import type { HttpBindings } from "@hono/node-server";
import { type SecondFactor, secondFactor } from "@second-factor/hono";
import { type Context, Hono } from "hono";
import { stream as streamReply } from "hono/streaming";
import type { WebHandler } from "../bed-server.js";
import { toSubject } from "../host/bank.js";
import { bankRoutes } from "../host/bank-routes.js";
import type { HostCall, HostReply, Visitor } from "../host/host-call.js";
import { type HostSetup, hostCookie } from "../host/host-setup.js";
import { identify } from "../host/identify.js";
import { requirementOf } from "../host/requirement-of.js";
import { type HeldSession, honoSessions } from "../sessions/hono-sessions.js";
import { honoBody, parseBody } from "./hono-body.js";

export interface BankEnv {
  Bindings: HttpBindings;
  Variables: {
    session?: HeldSession;
    sessionStorage?: { delete(id: string): Promise<void> };
    visitor?: Visitor | null;
    fields?: Record<string, unknown>;
  };
}

/** The bank on Hono, on whatever hands out requests. */
export function buildHono(setup: HostSetup): WebHandler {
  const { bank, engine, options, tellsTime } = setup;
  const { middlewares, port } = honoSessions(setup.sessions, setup.shelf);
  const twoFactor = secondFactor<BankEnv>(engine, {
    subject: (c) => setup.answer(toSubject(c.get("visitor"), tellsTime)),
    session: port,
    ...(setup.client && { client: (c) => setup.client!((name) => c.req.header(name)) }),
  });

  const app = new Hono<BankEnv>();
  app.onError((error, c) => {
    const { status, body } = setup.failed(error);
    return c.json(body, status as 500);
  });
  if (options.hostCookie) {
    app.use(async (c, next) => {
      c.header("Set-Cookie", hostCookie, { append: true });
      await next();
    });
  }
  for (const middleware of middlewares) app.use(middleware);
  if (options.parser) app.use(parseBody);
  const guard = twoFactor.guard(options.guard);
  if (options.guardOrder === "above-sign-in") app.use(guard);
  app.use(async (c, next) => {
    c.set("visitor", await identify(bank, toCall(c, setup, twoFactor)));
    await next();
  });
  app.route(options.mountAt ?? engine.basePath, twoFactor.routes());

  let guarding = false;
  for (const route of bankRoutes) {
    if (route.guarded && !guarding && options.guardOrder !== "above-sign-in") app.use(guard);
    guarding ||= route.guarded;
    if (route.requirement) {
      const requirement = requirementOf(route.requirement, (c: Context<BankEnv>) =>
        toCall(c, setup, twoFactor),
      );
      app.use(route.path, twoFactor.requireSecondFactor(requirement));
    }
    const run = async (c: Context<BankEnv>) =>
      send(c, await route.run(toCall(c, setup, twoFactor), bank));
    if (route.method === "ALL") app.all(route.path, run);
    else app.on(route.method, route.path, run);
  }
  return app.fetch as WebHandler;
}

function toCall(c: Context<BankEnv>, { bank }: HostSetup, twoFactor: SecondFactor): HostCall {
  const session = async () => (await c.get("session")?.get()) ?? {};
  return {
    method: c.req.method,
    header: (name) => c.req.header(name),
    query: (name) => c.req.query(name),
    fields: async () => c.get("fields") ?? (await honoBody(c)),
    visitor: c.get("visitor") ?? null,
    session,
    async remember(data) {
      await c.get("session")?.update({ ...(await session()), ...data });
    },
    async signIn(user) {
      const held = c.get("session");
      await session();
      // @hono/session cannot renew an id; it makes a new one where the storage knows nothing of the old.
      if (held?.id) await c.get("sessionStorage")?.delete(held.id);
      await held?.update({ user, at: bank.clock.now() });
    },
    async signOut() {
      await twoFactor.signOut(c);
      c.get("session")?.delete();
    },
  };
}

function send(c: Context, { status, json, text, headers = [], stream }: HostReply) {
  for (const [name, value] of headers) c.header(name, value, { append: true });
  if (json !== undefined) return c.json(json, status as 200);
  if (stream) {
    c.header("Content-Type", "text/plain; charset=utf-8");
    return streamReply(c, async (out) => {
      for await (const chunk of stream()) await out.write(chunk);
    });
  }
  return text === undefined ? c.body(null, status as 204) : c.text(text, status as 200);
}
