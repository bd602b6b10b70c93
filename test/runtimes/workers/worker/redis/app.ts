import {
  createSecondFactor,
  keyRing,
  type SecondFactorEngine,
  sealedCookie,
} from "@second-factor/core";
import { secondFactor } from "@second-factor/hono";
import { type RedisClient, redisLimits } from "@second-factor/redis";
import { type D1Binding, d1Database, sqlRecords } from "@second-factor/sql";
import { Redis as Upstash } from "@upstash/redis/cloudflare";
import { type Context, Hono } from "hono";
import { Redis as Ioredis } from "ioredis6";
import { createClient } from "redis6";
import { sessionOf } from "../session.js";
import type { RedisEnv } from "./serve-contracts.js";

interface Env extends RedisEnv {
  readonly DB: D1Binding;
  readonly KEYS: string;
}

function engineOver(client: RedisClient, env: Env): SecondFactorEngine {
  return createSecondFactor({
    issuer: "Acme",
    basePath: "/2fa",
    trustedOrigins: ["https://app.acme.example"],
    keys: keyRing(env.KEYS),
    records: sqlRecords(d1Database(env.DB)),
    limits: redisLimits(client),
  });
}

const ioredis = ({ REDIS_PORT: port }: Env) =>
  new Ioredis({ host: "127.0.0.1", port, lazyConnect: true });

/** A connection belongs to the request that opened it, so the engine over one does too. */
const perRequest = (create: (env: Env) => RedisClient) => (env: Env) =>
  engineOver(create(env), env);

/** HTTP has no connection that a request would own. */
function perEnvironment(create: (env: Env) => RedisClient) {
  const engines = new WeakMap<Env, SecondFactorEngine>();
  return (env: Env): SecondFactorEngine => {
    const engine = engines.get(env) ?? engineOver(create(env), env);
    engines.set(env, engine);
    return engine;
  };
}

/** By the request's host. */
const engines: Readonly<Record<string, (env: Env) => SecondFactorEngine>> = {
  ioredis: perRequest(ioredis),
  "node-redis": perRequest(({ REDIS_PORT }) =>
    createClient({ url: `redis://127.0.0.1:${REDIS_PORT}` }),
  ),
  upstash: perEnvironment(
    ({ UPSTASH_URL: url, UPSTASH_TOKEN: token }) =>
      new Upstash({ url, token, retry: { retries: 0 } }),
  ),
  // NOT HOW TO DO IT: what a memoised engine over a socket does is shown with it.
  "ioredis-kept": perEnvironment(ioredis),
};

const app = new Hono<{ Bindings: Env }>();
const session = (c: Context) => sessionOf((name) => c.req.header(name));
const twoFactor = secondFactor<{ Bindings: Env }>(
  (c) => engines[new URL(c.req.url).hostname.replace(".app", "")]!(c.env),
  {
    subject: (c) => session(c)?.user ?? null,
    session: sealedCookie({ binding: (c) => session(c)?.id }),
    client: (c) => ({ address: c.req.header("cf-connecting-ip"), secure: true }),
  },
);
app.route("/2fa", twoFactor.routes());

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default app;
