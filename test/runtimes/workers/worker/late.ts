/// <reference path="../../../../packages/cloudflare/src/cloudflare-workers.d.ts" />
/// <reference path="./cloudflare-workers.d.ts" />
import { waitUntil } from "cloudflare:workers";
import { durableObjectLimits, type SecondFactorNamespace } from "@second-factor/cloudflare";
import {
  createFetchHandler,
  createSecondFactor,
  keyRing,
  type Limits,
  sealedCookie,
} from "@second-factor/core";
import type { FetchContext } from "@second-factor/core/http";
import { secondFactor } from "@second-factor/hono";
import { type D1Binding, d1Database, sqlRecords } from "@second-factor/sql";
import { Hono } from "hono";
import { sessionOf } from "./session.js";

export { SecondFactorObject } from "@second-factor/cloudflare";

interface Env {
  readonly DB: D1Binding;
  readonly SECOND_FACTOR: SecondFactorNamespace;
  readonly KEYS: string;
  /** Answers "/hold" when it likes, and writes down what it is told. */
  readonly AUDIT: { fetch(url: string, init?: RequestInit): Promise<Response> };
}

type Fetch = (request: Request, env: Env, ctx: FetchContext) => Response | Promise<Response>;

/** By the request's host: the same engine, with and without a way to let work run on after the reply. */
const ways: Readonly<Record<string, Fetch>> = {
  hono: (request, env, ctx) => honoApp(env).fetch(request, env, ctx as never),
  "hono-without": (request, env) => honoApp(env).fetch(request, env),
  "hono-option": (request, env) => honoApp(env, { waitUntil }).fetch(request, env),
  fetch: (request, env, ctx) => fetchApp(env, request, ctx),
  "fetch-without": (request, env) => fetchApp(env, request),
};

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default {
  async fetch(request: Request, env: Env, ctx: FetchContext): Promise<Response> {
    const { hostname, pathname } = new URL(request.url);
    if (pathname === "/ping") return tell(env, "ping");
    const way = ways[hostname];
    return way === undefined ? new Response(null, { status: 404 }) : way(request, env, ctx);
  },
};

const hold = ({ AUDIT }: Env) => AUDIT.fetch("http://audit/hold");
const tell = ({ AUDIT }: Env, what: string) =>
  AUDIT.fetch("http://audit/told", { method: "POST", body: what });

function engineOf(env: Env, more: { waitUntil?: NonNullable<FetchContext["waitUntil"]> } = {}) {
  return createSecondFactor({
    // The budget that is looked at is the account's.
    browsers: { known: false },
    issuer: "Acme",
    basePath: "/2fa",
    trustedOrigins: ["https://app.acme.example"],
    keys: keyRing(env.KEYS),
    records: sqlRecords(d1Database(env.DB)),
    limits: slowToForget(durableObjectLimits(env.SECOND_FACTOR), env),
    storeDeadlineMilliseconds: 30_000,
    async events({ type }) {
      if (type !== "verification.accepted") return;
      await hold(env);
      await tell(env, `event ${type}`);
    },
    notifier: {
      async notify({ kind }) {
        if (kind !== "recovery_code_used") return;
        await hold(env);
        await tell(env, `notice ${kind}`);
      },
    },
    ...more,
  });
}

/** As where the object is far away. */
function slowToForget(limits: Limits, env: Env): Limits {
  return {
    ...limits,
    limiter(budget, clock) {
      const limiter = limits.limiter(budget, clock);
      return {
        ...limiter,
        async delete(key) {
          await hold(env);
          const answer = await limiter.delete(key);
          await tell(env, "budget reset");
          return answer;
        },
      };
    },
  };
}

function honoApp(env: Env, more?: Parameters<typeof engineOf>[1]): Hono<{ Bindings: Env }> {
  const app = new Hono<{ Bindings: Env }>();
  const session = (c: { req: { header(name: string): string | undefined } }) =>
    sessionOf((name) => c.req.header(name));
  const twoFactor = secondFactor<{ Bindings: Env }>(engineOf(env, more), {
    subject: (c) => session(c)?.user ?? null,
    session: sealedCookie({ binding: (c) => session(c)?.id }),
    client: (c) => ({ address: c.req.header("cf-connecting-ip"), secure: true }),
  });
  app.route("/2fa", twoFactor.routes());
  return app;
}

async function fetchApp(env: Env, request: Request, ctx?: FetchContext): Promise<Response> {
  const session = (asked: Request) => sessionOf((name) => asked.headers.get(name));
  const handler = createFetchHandler(engineOf(env), {
    subject: (asked) => session(asked)?.user ?? null,
    session: sealedCookie({ binding: (asked: Request) => session(asked)?.id }),
    client: (asked) => ({
      address: asked.headers.get("cf-connecting-ip") ?? undefined,
      secure: true,
    }),
  });
  return (await handler.handle(request, ctx)) ?? new Response(null, { status: 404 });
}
