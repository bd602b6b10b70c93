import { fileURLToPath } from "node:url";
import type { D1Binding } from "@second-factor/sql";
import { Miniflare } from "miniflare";
import { freePort } from "../../quick-start/free-port.js";
import { bundleWorker } from "../../runtimes/workers/bundle-worker.js";
import { layTables } from "../../served/lay-tables.js";

const entry = fileURLToPath(new URL("clock-worker.ts", import.meta.url));

export interface WorkerWithClock {
  readonly origin: string;
  /** From now on its clock is so far ahead. */
  setAhead(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** The Workers example in workerd, of our sources, where time can be set. */
export async function startWorkerWithClock(): Promise<WorkerWithClock> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port,
    modules: true,
    script: await bundleWorker(entry),
    compatibilityDate: "2026-04-26",
    d1Databases: ["DB"],
    durableObjects: { SECOND_FACTOR: { className: "SecondFactorObject", useSQLite: true } },
    bindings: {
      TRUSTED_ORIGINS: origin,
      SECOND_FACTOR_KEYS: "k1:3q2+7wABAgMEBQYHCAkKC4yNjo+QkZKTlJWWl5iZmps=",
      SESSION_SECRET: "of this test alone",
      DEVELOPMENT: "true",
    },
  });
  await layTables((await miniflare.getD1Database("DB")) as unknown as D1Binding);
  return {
    origin,
    async setAhead(seconds) {
      await fetch(`${origin}/clock`, { method: "POST", body: String(seconds) });
    },
    stop: () => miniflare.dispose(),
  };
}
