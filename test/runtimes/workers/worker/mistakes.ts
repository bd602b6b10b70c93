/// <reference path="../../../../packages/cloudflare/src/cloudflare-workers.d.ts" />
import { durableObjectLimits, type SecondFactorNamespace } from "@second-factor/cloudflare";
import {
  type Clock,
  createSecondFactor,
  keyRing,
  memoryLimits,
  memoryRecords,
  type SecondFactorEngine,
  type SecondFactorOptions,
  sealedCookie,
} from "@second-factor/core";
import { secondFactor } from "@second-factor/hono";
import { type D1Binding, d1Database, sqlRecords } from "@second-factor/sql";
import { type Context, Hono } from "hono";
import { sessionOf } from "./session.js";

export { SecondFactorObject } from "@second-factor/cloudflare";

interface Env {
  readonly DB: D1Binding;
  readonly SECOND_FACTOR: SecondFactorNamespace;
  readonly KEYS: string;
}

const site = {
  issuer: "Acme",
  basePath: "/2fa",
  trustedOrigins: ["https://app.acme.example"],
};

/** As random as a key has to be; here since bindings are not at module scope. */
const key = "k1:q4ZcT1v0m9XoJcB7m2w3nq8yVbK5hRrE6sUdGfLpWxA=";

/** What does no harm there: nothing random is made, and no timer set, before a request. */
const madeAtImport = createSecondFactor({
  ...site,
  development: true,
  keys: keyRing(key),
  records: memoryRecords(),
  limits: memoryLimits(),
});

const stores = ({ DB, SECOND_FACTOR, KEYS }: Env) => ({
  keys: keyRing(KEYS),
  records: sqlRecords(d1Database(DB)),
  limits: durableObjectLimits(SECOND_FACTOR),
});
const inMemory = ({ KEYS }: Env) => ({
  keys: keyRing(KEYS),
  records: memoryRecords(),
  limits: memoryLimits(),
});
const withClock =
  (clock: Clock) =>
  (env: Env): Omit<SecondFactorOptions, keyof typeof site> => ({ ...stores(env), clock });

/** By the request's host. */
const set: Readonly<Record<string, (env: Env) => SecondFactorEngine>> = {
  "made-at-import": () => madeAtImport,
  "in-memory": (env) => createSecondFactor({ ...site, ...inMemory(env) }),
  right: (env) => createSecondFactor({ ...site, ...stores(env) }),
  // What Cloudflare's own clock says where there is no request yet: whoever reads it at import keeps 1970.
  "clock-of-1970": (env) => createSecondFactor({ ...site, ...withClock({ now: () => 0 })(env) }),
  "clock-ahead": (env) =>
    createSecondFactor({ ...site, ...withClock({ now: () => Date.now() + 300_000 })(env) }),
};

const app = new Hono<{ Bindings: Env }>();
const session = (c: Context) => sessionOf((name) => c.req.header(name));
const engineFor = (c: Context<{ Bindings: Env }>) =>
  set[new URL(c.req.url).hostname]!(c.env as Env);
const twoFactor = secondFactor<{ Bindings: Env }>(engineFor, {
  subject: (c) => session(c)?.user ?? null,
  session: sealedCookie({ binding: (c) => session(c)?.id }),
  client: (c) => ({ address: c.req.header("cf-connecting-ip"), secure: true }),
});
app.onError((error, c) => {
  const { code, remedy } = error as { code?: string; remedy?: string };
  return c.json({ error: error.name, code, remedy }, 500);
});
app.get("/check", async (c) => c.json({ found: await engineFor(c).checkStores() }));
app.route("/2fa", twoFactor.routes());
app.use(twoFactor.guard());
app.get("/account", (c) => c.text("the account"));

// biome-ignore lint/style/noDefaultExport: what a Worker is.
export default app;
