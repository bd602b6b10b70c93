import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { Readable } from "node:stream";
import KoaRouter from "@koa/router";
import { type KoaContext, type SecondFactor, secondFactor } from "@second-factor/koa";
import bodyParser from "koa-bodyparser";
import type Koa3 from "koa3";
import type { Context, Middleware } from "koa3";
import { toSubject } from "../host/bank.js";
import { bankRoutes, type HostRoute } from "../host/bank-routes.js";
import type { HostCall, HostReply, Visited } from "../host/host-call.js";
import { type HostSetup, hostCookie } from "../host/host-setup.js";
import { identify } from "../host/identify.js";
import { requirementOf } from "../host/requirement-of.js";
import { type HeldContext, type HeldSession, koaSessions } from "../sessions/koa-sessions.js";

type Host = KoaContext & { readonly req: IncomingMessage; readonly state: Visited };

/** The bank on Koa, with @koa/router. Both majors: Koa 2 comes in as if it were 3. */
export function buildKoa(Koa: typeof Koa3, setup: HostSetup): RequestListener {
  const { bank, engine, options, tellsTime } = setup;
  const app = new Koa();
  app.silent = true;
  const { middleware: session, port } = koaSessions(app, setup.sessions, setup.shelf);
  const twoFactor = secondFactor<Host>(engine, {
    subject: ({ state }) => setup.answer(toSubject(state.visitor, tellsTime)),
    session: port,
    ...(setup.client && { client: ({ req }) => setup.client!(headersOf(req)) }),
  });

  app.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      const { status, body } = setup.failed(error);
      context.status = status;
      context.body = body;
    }
  });
  const parser = bodyParser() as unknown as Middleware;
  if (options.hostCookie) {
    app.use(async (context, next) => {
      context.append("Set-Cookie", hostCookie);
      await next();
    });
  }
  if (session !== null) app.use(session);
  if (options.parser) app.use(parser);
  const guard = twoFactor.guard(options.guard);
  if (options.guardOrder === "above-sign-in") app.use(guard);
  app.use(async (context, next) => {
    (context.state as Visited).visitor = await identify(bank, toCall(context, setup, twoFactor));
    await next();
  });
  app.use(mounted(options.mountAt, twoFactor));

  const required = (requirement: NonNullable<HostRoute["requirement"]>) =>
    twoFactor.requireSecondFactor(
      requirementOf(requirement, (context: Host) =>
        toCall(context as unknown as Context, setup, twoFactor),
      ),
    );
  for (const guarded of [false, true]) {
    const router = new KoaRouter();
    for (const route of bankRoutes.filter((one) => one.guarded === guarded)) {
      const method = route.method.toLowerCase() as "get" | "post" | "all";
      const before: Middleware[] = [
        ...(route.requirement ? [required(route.requirement)] : []),
        ...(options.parser ? [] : [parser]),
      ] as Middleware[];
      const run: Middleware = async (context) => {
        send(
          context as Context,
          await route.run(toCall(context as Context, setup, twoFactor), bank),
        );
      };
      router[method](route.path, ...([...before, run] as never[]));
    }
    if (guarded && options.guardOrder !== "above-sign-in") app.use(guard);
    app.use(router.routes() as unknown as Middleware);
  }
  return app.callback();
}

/** Koa has no mounting of its own; koa-mount takes its part off `ctx.path` and puts it back. */
function mounted(at: string | undefined, twoFactor: SecondFactor<Host>): Middleware {
  const routes = twoFactor.routes();
  if (at === undefined) return routes as Middleware;
  return async (context, next) => {
    const whole = context.path;
    if (!whole.startsWith(at)) return next();
    context.path = whole.slice(at.length) || "/";
    await routes(context as Context, async () => {
      context.path = whole;
      await next();
    });
  };
}

const headersOf = (request: IncomingMessage) => (name: string) => {
  const field = request.headers[name];
  return Array.isArray(field) ? field.join(", ") : field;
};

function toCall(
  context: Context,
  { bank, sessions }: HostSetup,
  twoFactor: SecondFactor<Host>,
): HostCall {
  const held = context as unknown as HeldContext;
  return {
    method: context.method,
    header: headersOf(context.req),
    query: (name) => new URLSearchParams(context.querystring).get(name) ?? undefined,
    fields: async () =>
      ((context.request as { body?: unknown }).body ?? {}) as Record<string, unknown>,
    visitor: (context.state as Visited).visitor ?? null,
    session: async () => ({ ...held.session }),
    async remember(data) {
      Object.assign(held.session ?? {}, data);
    },
    async signIn(user) {
      if (sessions === "none") return;
      // A new object: regenerate() alone would carry everything of the former sign-in over.
      held.session = { user, at: bank.clock.now(), id: randomUUID() };
      await (held.session as HeldSession).regenerate();
    },
    async signOut() {
      await twoFactor.signOut(context);
      if (sessions !== "none") held.session = null;
    },
  };
}

function send(context: Context, { status, json, text, headers = [], stream }: HostReply): void {
  context.status = status;
  for (const [name, value] of headers) context.append(name, value);
  if (json !== undefined) context.body = json;
  else if (stream) {
    context.type = "text";
    context.body = Readable.from(stream());
  } else if (text !== undefined) context.body = text;
  else context.body = null;
  context.status = status;
}
