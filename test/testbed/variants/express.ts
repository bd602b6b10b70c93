import type { IncomingMessage, RequestListener } from "node:http";
import { Readable } from "node:stream";
import { type ExpressRequest, type SecondFactor, secondFactor } from "@second-factor/express";
import type express5 from "express5";
import type { NextFunction, Request, RequestHandler, Response } from "express5";
import { toSubject } from "../host/bank.js";
import { bankRoutes, type HostRoute } from "../host/bank-routes.js";
import type { HostCall, HostReply, Visited } from "../host/host-call.js";
import { type HostSetup, hostCookie } from "../host/host-setup.js";
import { identify } from "../host/identify.js";
import { requirementOf } from "../host/requirement-of.js";
import { expressSessions, sessionOf } from "../sessions/express-sessions.js";

type Host = ExpressRequest & Visited;

/** The bank on Express. Both majors: Express 4 comes in as if it were 5, and nothing here tells them apart. */
export function buildExpress(express: typeof express5, setup: HostSetup): RequestListener {
  const { bank, engine, options, tellsTime } = setup;
  const { middleware: session, port } = expressSessions(setup.sessions, setup.shelf);
  const twoFactor = secondFactor<Host>(engine, {
    subject: ({ visitor }) => setup.answer(toSubject(visitor, tellsTime)),
    session: port,
    ...(setup.client && { client: (request) => setup.client!(headersOf(request)) }),
  });

  const app = express();
  app.disable("x-powered-by");
  const parsers = [express.json(), express.urlencoded({ extended: true })];
  if (options.hostCookie) {
    app.use((_request, response, next) => {
      response.append("Set-Cookie", hostCookie);
      next();
    });
  }
  if (session !== null) app.use(session);
  if (options.parser) app.use(...parsers);
  const guard = twoFactor.guard(options.guard);
  if (options.guardOrder === "above-sign-in") app.use(guard);
  app.use(
    caught(async (request, _response, next) => {
      (request as Visited).visitor = await identify(bank, toCall(request, setup, twoFactor));
      next();
    }),
  );
  app.use(options.mountAt ?? engine.basePath, twoFactor.routes());

  const required = (requirement: NonNullable<HostRoute["requirement"]>) =>
    twoFactor.requireSecondFactor(
      requirementOf(requirement, (request: Host) =>
        toCall(request as unknown as Request, setup, twoFactor),
      ),
    );
  let guarding = false;
  for (const route of bankRoutes) {
    if (route.guarded && !guarding && options.guardOrder !== "above-sign-in") app.use(guard);
    guarding ||= route.guarded;
    const method = route.method.toLowerCase() as "get" | "post" | "all";
    app[method](
      route.path,
      ...(route.requirement ? [required(route.requirement)] : []),
      ...(options.parser ? [] : parsers),
      caught(async (request, response) => {
        send(response, await route.run(toCall(request, setup, twoFactor), bank));
      }),
    );
  }
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const { status, body } = setup.failed(error);
    response.status(status).json(body);
  });
  return app;
}

/** Express 4 knows no promises. */
function caught(
  handler: (request: Request, response: Response, next: NextFunction) => Promise<void>,
): RequestHandler {
  return (request, response, next) => {
    handler(request, response, next).catch(next);
  };
}

const headersOf = (request: IncomingMessage) => (name: string) => {
  const field = request.headers[name];
  return Array.isArray(field) ? field.join(", ") : field;
};

function toCall(request: Request, { bank }: HostSetup, twoFactor: SecondFactor<Host>): HostCall {
  const held = () => sessionOf(request);
  return {
    method: request.method,
    header: headersOf(request),
    query: (name) =>
      new URL(request.originalUrl, "http://local").searchParams.get(name) ?? undefined,
    fields: async () => (request.body ?? {}) as Record<string, unknown>,
    visitor: (request as Visited).visitor ?? null,
    session: async () => ({ ...held() }),
    async remember(data) {
      Object.assign(held() ?? {}, data);
    },
    async signIn(user) {
      await settled((done) => held()?.regenerate?.(done) ?? done());
      Object.assign(held() ?? {}, { user, at: bank.clock.now() });
    },
    async signOut() {
      await twoFactor.signOut(request);
      const session = held();
      if (session?.destroy) await settled((done) => session.destroy?.(done));
      else Object.assign(request, { session: null });
    },
  };
}

function settled(call: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve()));
  });
}

function send(response: Response, { status, json, text, headers = [], stream }: HostReply): void {
  response.status(status);
  for (const [name, value] of headers) response.append(name, value);
  if (json !== undefined) response.json(json);
  else if (stream) Readable.from(stream()).pipe(response.type("text"));
  else if (text !== undefined) response.type("text").send(text);
  else response.end();
}
