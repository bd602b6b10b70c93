import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Miniflare, type WorkerOptions } from "miniflare";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleWorker } from "./bundle-worker.js";
import { layTables } from "./lay-tables.js";
import { readersWorker } from "./readers-worker.js";
import { type Dialect, dialectNames, dialects } from "./start-workers.js";
import { visitor } from "./visitor.js";
import { workerConsole } from "./worker-console.js";

const keys = `k1:${randomBytes(32).toString("base64")}`;

describe.each(dialectNames)("the Worker that the README prints, %s", (dialect) => {
  const console = workerConsole();
  let miniflare: Miniflare;
  beforeAll(async () => {
    const reader = readersWorker();
    const { d1Databases, durableObjects, ...printed } = await reader.options();
    reader.remove();
    const worker = (name: string, bound: Partial<WorkerOptions>) => ({
      ...printed,
      ...dialects[dialect],
      name,
      routes: [`${name}/*`],
      d1Databases,
      durableObjects,
      bindings: { SECOND_FACTOR_KEYS: keys },
      ...bound,
    });
    miniflare = new Miniflare({
      workers: [
        worker("no-database", { d1Databases: [] }),
        worker("no-object", { durableObjects: {} }),
        worker("no-keys", { bindings: {} }),
        worker("empty-keys", { bindings: { SECOND_FACTOR_KEYS: "" } }),
      ],
      handleRuntimeStdio: console.listen,
    });
    await miniflare.ready;
  });
  afterAll(() => miniflare?.dispose());

  it.each([
    ["no-database", /d1Database was given nothing.*"d1_databases".*\[records_invalid\]/],
    ["no-object", /was given nothing.*"new_sqlite_classes".*\[limits_invalid\]/],
    ["no-keys", /no key.*\[key_ring_missing\]/is],
    ["empty-keys", /no key.*\[key_ring_missing\]/is],
  ])("%s: starts, lets nobody through, and the console says what to do", async (name, words) => {
    const ask = visitor(miniflare, "ada", "first", `https://${name}`);
    for (const path of ["/2fa/", "/account", "/account"]) {
      const refused = { status: 500, body: { text: "Internal Server Error" } };
      expect(await ask(path), path).toEqual(refused);
    }
    await console.says(words);
    expect(console.written, "no key").not.toContain(keys.slice(3));
  });
});

async function startWithMistakes(dialect: Dialect, more: Partial<WorkerOptions> = {}) {
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleWorker(fileURLToPath(new URL("worker/mistakes.ts", import.meta.url))),
    ...dialects[dialect],
    d1Databases: ["DB"],
    durableObjects: { SECOND_FACTOR: { className: "SecondFactorObject", useSQLite: true } },
    bindings: { KEYS: keys, NODE_ENV: "development" },
    ...more,
  } as never);
  await layTables(miniflare);
  return miniflare;
}

describe.each(dialectNames)("a Worker %s", (dialect) => {
  let miniflare: Miniflare;
  beforeAll(async () => {
    miniflare = await startWithMistakes(dialect, { bindings: { KEYS: keys } });
  });
  afterAll(() => miniflare?.dispose());
  const at = (mistake: string) => visitor(miniflare, "ada", "first", `https://${mistake}`);

  it("may make an engine at import: nothing random is made there, and no timer set", async () => {
    const begun = await at("made-at-import")("/2fa/totp/enrollments", {});
    expect(begun).toMatchObject({ status: 201, body: { enrollmentId: expect.any(String) } });
  });

  it("refuses memory stores outside development, with a code and a remedy", async () => {
    for (const path of ["/2fa/", "/account"]) {
      expect(await at("in-memory")(path), path).toEqual({
        status: 500,
        body: {
          error: "ConfigurationError",
          code: "memory_store_in_production",
          remedy: expect.stringMatching(/shared records store, or development: true/),
        },
      });
    }
  });

  it("has nothing to say of a clock that is right", async () => {
    expect(await at("right")("/check")).toEqual({ status: 200, body: { found: [] } });
  });

  it("tells of a clock that is off, from the object's and the database's", async () => {
    const said = (place: RegExp) => ({
      severity: "warning",
      code: "clock_differs",
      problem: expect.stringMatching(
        new RegExp(`is (299|300|301) seconds ahead of that of ${place.source}; 10 are let pass`),
      ),
      remedy: expect.stringMatching(/NTP/),
    });
    expect(await at("clock-ahead")("/check")).toEqual({
      status: 200,
      body: {
        found: [said(/the database/), said(/the Durable Object behind the binding SECOND_FACTOR/)],
      },
    });
  });

  it("lets nobody through by a clock that was read at import", async () => {
    for (const path of ["/2fa/", "/account"]) {
      expect(await at("clock-of-1970")(path), path).toMatchObject({
        status: 503,
        body: { code: "clock_unavailable" },
      });
    }
  });
});

describe("NODE_ENV of development as a variable of the Worker", () => {
  it.each([
    ["with nodejs_compat, compatibility date of 2026", 200],
    ["without nodejs_compat, compatibility date of 2024", 500],
  ] as const)("%s: memory stores answer %d", async (dialect, status) => {
    const bindings = { KEYS: keys, NODE_ENV: "development" };
    const miniflare = await startWithMistakes(dialect, { bindings });
    try {
      const ask = visitor(miniflare, "ada", "first", "https://in-memory");
      expect(await ask("/2fa/")).toMatchObject({ status });
    } finally {
      await miniflare.dispose();
    }
  });
});
