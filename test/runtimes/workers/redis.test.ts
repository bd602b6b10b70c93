import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { virtualAuthenticator } from "@second-factor/testing";
import { Miniflare, Response, type WorkerOptions } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type RedisServer,
  startRedis,
  startUpstash,
  type UpstashServer,
} from "../../servers/index.js";
import { untilNothing } from "../../servers/until.js";
import { bundleWorker } from "./bundle-worker.js";
import { layTables } from "./lay-tables.js";
import { redisTitles } from "./redis-suites.js";
import { type Dialect, dialects } from "./start-workers.js";
import { visitor } from "./visitor.js";
import { workerConsole } from "./worker-console.js";

const withNode = "with nodejs_compat, compatibility date of 2026";
const withoutNode = "without nodejs_compat, compatibility date of 2024";

let redis: RedisServer;
let upstash: UpstashServer;
let miniflare: Miniflare;
beforeAll(async () => {
  redis = await startRedis();
  upstash = await startUpstash({ port: redis.port });
  const workers = await Promise.all([
    worker("upstash", withoutNode),
    worker("sockets", withNode),
    worker("app", withNode),
  ]);
  // node-redis makes Node's warning of many listeners there, with every connection.
  miniflare = new Miniflare({ workers, handleRuntimeStdio: workerConsole().listen });
  await layTables(miniflare);
});
afterAll(async () => {
  await miniflare?.dispose();
  await upstash?.close();
  await redis?.close();
});

/** In real workerd, over the same real Redis. */
async function worker(name: string, dialect: Dialect): Promise<WorkerOptions> {
  const entry = fileURLToPath(new URL(`worker/redis/${name}.ts`, import.meta.url));
  const contents = await bundleWorker(entry);
  return {
    name,
    routes: [`${name}/*`, `*.${name}/*`],
    // As a list: miniflare does not look for what they may import, as it would in one script.
    modules: [{ type: "ESModule", path: "worker.mjs", contents }],
    ...dialects[dialect],
    d1Databases: ["DB"],
    bindings: {
      REDIS_PORT: redis.port,
      UPSTASH_URL: upstash.url,
      UPSTASH_TOKEN: upstash.token,
      KEYS: keys,
    },
    serviceBindings: {
      EMPTY: async () => {
        await redis.command("FLUSHALL");
        return new Response("empty");
      },
    },
  };
}

const keys = `k1:${randomBytes(32).toString("base64")}`;
const ofLimits = redisTitles.filter((title) => title.startsWith("limits: "));

describe.each([
  { client: "@upstash/redis", dialect: withoutNode, at: "upstash", titles: redisTitles },
  { client: "ioredis 6", dialect: withNode, at: "sockets", titles: redisTitles },
  { client: "ioredis 5", dialect: withNode, at: "sockets", titles: ofLimits },
  { client: "node-redis 6", dialect: withNode, at: "sockets", titles: redisTitles },
  { client: "node-redis 5", dialect: withNode, at: "sockets", titles: ofLimits },
] as const)("$client in workerd $dialect", ({ client, at, titles }) => {
  it.each(titles)("%s", async (title) => {
    const body = JSON.stringify({ client, title });
    const response = await miniflare.dispatchFetch(`http://${at}/`, { method: "POST", body });
    if (response.status !== 200) throw new Error(await response.text());
  });
});

describe("an app in workerd with its short budgets on Redis", () => {
  const connections = async () =>
    String(await redis.command("CLIENT", "LIST"))
      .trim()
      .split("\n").length;

  async function enrolled(client: string) {
    const owner = visitor(miniflare, client, "owner", `https://${client}.app`);
    const begun = await owner("/2fa/totp/enrollments", {});
    const app = virtualAuthenticator(begun.body.keyUri ?? "", { now: Date.now });
    const path = `/2fa/totp/enrollments/${begun.body.enrollmentId}/confirm`;
    return { app, begun, confirmed: await owner(path, { otp: app.code() }) };
  }

  it.each(["upstash", "ioredis", "node-redis"])(
    "over %s: counts wrong codes from request to request, takes the right one once, and leaves no connection",
    async (client) => {
      await redis.command("FLUSHALL");
      const before = await connections();
      const { app, confirmed } = await enrolled(client);
      expect(confirmed).toMatchObject({ status: 200 });
      const verify = async (session: string, otp: string) => {
        const ask = visitor(miniflare, client, session, `https://${client}.app`);
        const { status, body } = await ask("/2fa/verify", { otp });
        return [status, body.attemptsRemaining];
      };
      const wrong = String((Number(app.code()) + 1) % 1_000_000).padStart(6, "0");
      expect(await verify("guess 1", wrong), "a wrong code").toEqual([401, 4]);
      expect(await verify("guess 2", wrong), "one more, in another request").toEqual([401, 3]);
      const right = app.code(1);
      expect(await verify("right", right), "the right code").toEqual([200, undefined]);
      // Its budget is given back after the reply.
      await untilNothing(async () => {
        const budgets = (await redis.command("KEYS", "*:single:*")) as unknown[];
        return budgets.length === 0 ? null : "the budget is not given back";
      });
      expect(await verify("again", right), "the same code again").toEqual([401, 4]);
      await untilNothing(async () => {
        const now = await connections();
        return now === before ? null : `${now} connections instead of ${before}`;
      });
    },
  );

  it("over a connection that is kept for other requests: 503, and nobody is let in", async () => {
    const { begun, confirmed } = await enrolled("ioredis-kept");
    const first = [begun.status, confirmed.status];
    expect(first, "the request that opened it, and the next").toEqual([201, 503]);
    expect(confirmed.body.code).toBe("store_unavailable");
  });
});
