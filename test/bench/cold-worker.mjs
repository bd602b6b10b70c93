// What the suite adds to the start of a Worker: from a fresh isolate of workerd to its first reply.
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { median, printTable } from "./lib/measure.mjs";

const rounds = Number(process.env.ROUNDS ?? 30);
const here = fileURLToPath(new URL("..", import.meta.url));
const compatibility = {
  compatibilityDate: "2026-04-26",
  compatibilityFlags: ["nodejs_compat"],
};

const bare = `
import { Hono } from "hono";
const app = new Hono();
app.get("/", (c) => c.text("hello"));
export default app;`;

const suite = `
import { Hono } from "hono";
import { createSecondFactor, keyRing, memoryLimits, memoryRecords, sealedCookie } from "@second-factor/core";
import { secondFactor } from "@second-factor/hono";
let engine;
const engineFor = ({ env }) => (engine ??= createSecondFactor({
  issuer: "Bench", basePath: "/2fa", trustedOrigins: ["https://bench.example"], development: true,
  keys: keyRing(env.KEYS), records: memoryRecords(), limits: memoryLimits(),
}));
const twoFactor = secondFactor(engineFor, {
  subject: (c) => c.req.header("x-user") ?? null,
  session: sealedCookie({ binding: (c) => c.req.header("x-session") }),
});
const app = new Hono();
app.route("/2fa", twoFactor.routes());
app.use(twoFactor.guard());
app.get("/", (c) => c.text("hello"));
export default app;`;

const betterAuth = `
import { Hono } from "hono";
import { betterAuth } from "better-auth/minimal";
import { twoFactor } from "better-auth/plugins/two-factor";
let auth;
const tables = ["user", "session", "account", "verification", "twoFactor", "rateLimit"];
async function authFor({ env }) {
  const { memoryAdapter } = await import("better-auth/adapters/memory");
  return (auth ??= betterAuth({
    database: memoryAdapter(Object.fromEntries(tables.map((table) => [table, []]))),
    baseURL: "https://bench.example", secret: env.KEYS, telemetry: { enabled: false }, logger: { disabled: true },
    emailAndPassword: { enabled: true }, plugins: [twoFactor({ issuer: "Bench" })],
  }));
}
const app = new Hono();
app.on(["GET", "POST"], "/api/auth/*", async (c) => (await authFor(c)).handler(c.req.raw));
app.use(async (c, next) => {
  await (await authFor(c)).api.getSession({ headers: c.req.raw.headers });
  await next();
});
app.get("/", (c) => c.text("hello"));
export default app;`;

/** Loads the Worker that is asked for into an isolate that nobody has used, and passes the request on. */
const driver = `
let loaded = 0;
export default {
  async fetch(request, env) {
    const name = new URL(request.url).pathname.slice(1);
    const worker = env.LOADER.get(name + " " + (loaded += 1), async () => ({
      ...JSON.parse(env.COMPATIBILITY),
      mainModule: "worker.js",
      modules: { "worker.js": env[name] },
      env: { KEYS: env.KEYS },
    }));
    return worker.getEntrypoint().fetch("https://bench.example/");
  },
};`;

async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker"],
    external: ["node:*", "crypto", "async_hooks", "@opentelemetry/*"],
    logLevel: "error",
  });
  return outputFiles[0].text;
}

const workers = { bare, suite, betterAuth };
const bindings = {
  COMPATIBILITY: JSON.stringify(compatibility),
  KEYS: `k1:${randomBytes(32).toString("base64")}`,
};
for (const [name, code] of Object.entries(workers)) bindings[name] = await bundled(code);

const miniflare = new Miniflare({
  modules: true,
  script: driver,
  ...compatibility,
  bindings,
  workerLoaders: { LOADER: {} },
});
const url = await miniflare.ready;

async function firstReply(name) {
  const start = performance.now();
  const reply = await fetch(new URL(name, url));
  const text = await reply.text();
  if (text !== "hello") throw new Error(`${name}: ${reply.status} ${text}`);
  return performance.now() - start;
}

const names = Object.keys(workers);
const times = Object.fromEntries(names.map((name) => [name, []]));
for (let round = -3; round < rounds; round += 1) {
  for (let turn = 0; turn < names.length; turn += 1) {
    const name = names[(turn + round + names.length) % names.length];
    const time = await firstReply(name);
    if (round >= 0) times[name].push(time);
  }
}
await miniflare.dispose();

const rows = {
  bare: "bare Hono",
  suite: "Hono with second-factor: routes and guard",
  betterAuth: "Hono with better-auth minimal + two-factor",
};
printTable(
  "A fresh Worker's first reply",
  ["Worker", "KB minified", "ms", "times bare Hono", "min–max"],
  names.map((name) => {
    const ratios = times[name].map((time, round) => time / times.bare[round]);
    return [
      rows[name],
      (bindings[name].length / 1024).toFixed(0),
      median(times[name]).toFixed(1),
      median(ratios).toFixed(2),
      `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
    ];
  }),
);
