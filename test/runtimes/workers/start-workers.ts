import { fileURLToPath } from "node:url";
import { Miniflare, type MiniflareOptions, type WorkerOptions } from "miniflare";
import { bundleWorker } from "./bundle-worker.js";

/** As old as anybody's may be who began within two years, with nothing of Node; and as new as this workerd knows. */
export const dialects = {
  "without nodejs_compat, compatibility date of 2024": {
    compatibilityDate: "2024-11-01",
    compatibilityFlags: [],
  },
  "with nodejs_compat, compatibility date of 2026": {
    compatibilityDate: "2026-04-26",
    compatibilityFlags: ["nodejs_compat"],
  },
} satisfies Record<string, Pick<WorkerOptions, "compatibilityDate" | "compatibilityFlags">>;

export type Dialect = keyof typeof dialects;
export const dialectNames = Object.keys(dialects) as Dialect[];

export interface Workers {
  /** Asks a Worker and gives its answer, which is JSON. Anything but a 200 is thrown, with its text. */
  ask(path: string, body?: unknown, worker?: WorkerName): Promise<unknown>;
  stop(): Promise<void>;
}

/** Both run the same code; the objects live in "home". */
export type WorkerName = "home" | "away";

/** Real workerd, with D1, Workers KV and Durable Objects as it has them locally. */
export async function startWorkers(dialect: Dialect, keepIn?: string): Promise<Workers> {
  const script = await bundleWorker(fileURLToPath(new URL("worker/main.ts", import.meta.url)));
  const worker = (name: WorkerName): WorkerOptions => ({
    name,
    modules: true,
    script,
    ...dialects[dialect],
    d1Databases: { DB: "records" },
    kvNamespaces: { KV: "records" },
    durableObjects: Object.fromEntries(
      Object.entries(classes).map(([binding, { className, useSQLite }]) => [
        binding,
        { className, useSQLite, ...(name === "home" ? {} : { scriptName: "home" }) },
      ]),
    ),
  });
  const options: MiniflareOptions = { workers: [worker("home"), worker("away")] };
  const miniflare = new Miniflare(
    keepIn === undefined ? options : { ...options, durableObjectsPersist: keepIn },
  );
  await miniflare.ready;
  const fetchers = {
    home: await miniflare.getWorker("home"),
    away: await miniflare.getWorker("away"),
  };
  return {
    async ask(path, body = {}, name = "home") {
      const response = await fetchers[name].fetch(`http://worker${path}`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (response.status !== 200) throw new Error(text);
      return JSON.parse(text);
    },
    stop: () => miniflare.dispose(),
  };
}

/** What wrangler.jsonc would say under durable_objects and migrations. */
const classes = {
  SECOND_FACTOR: { className: "SecondFactorObject", useSQLite: true },
  WATCHED: { className: "WatchedObject", useSQLite: true },
  FALLING: { className: "FallingObject", useSQLite: true },
  OTHER: { className: "OtherObject", useSQLite: true },
  PLAIN: { className: "PlainObject", useSQLite: true },
  WITHOUT_SQLITE: { className: "ObjectWithoutSqlite", useSQLite: false },
};
