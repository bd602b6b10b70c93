import { join } from "node:path";
import type { Records, SecondFactorEngine } from "@second-factor/core";
import { Miniflare, type WorkerOptions } from "miniflare";
import { root } from "../../run/process.mjs";
import { bundleWorker } from "../../runtimes/workers/bundle-worker.js";
import type { Fleet } from "../bank/fleet.js";
import { addTallies, type Tally } from "../bank/tally.js";

/** What decides whether a step is new: the row on D1, or a Durable Object over rows that cannot tell. */
export const settings = { d1: "row", "durable-object": "replay" } as const;

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as SettingName[];

/** Two Workers that share the database and the objects, which live with the first. */
export interface WorkersFleet extends Fleet {
  readonly engine: Pick<SecondFactorEngine, "importAuthenticator">;
  readonly records: Pick<Records, "load">;
}

const names = ["home", "away"] as const;

export async function startWorkers(setting: SettingName): Promise<WorkersFleet> {
  const entry = join(root, "test/proofs/exactly-once-workers/worker.ts");
  const contents = await bundleWorker(entry);
  const worker = (name: (typeof names)[number]): WorkerOptions => ({
    name,
    modules: [{ type: "ESModule", path: "worker.mjs", contents }],
    compatibilityDate: "2026-04-26",
    compatibilityFlags: ["nodejs_compat"],
    bindings: { DECIDES: settings[setting] },
    d1Databases: { DB: "records" },
    durableObjects: {
      SECOND_FACTOR: {
        className: "SecondFactorObject",
        useSQLite: true,
        ...(name === "home" ? {} : { scriptName: "home" }),
      },
    },
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  });
  const miniflare = new Miniflare({ workers: names.map(worker) });
  try {
    await miniflare.ready;
    const urls = await Promise.all(names.map((name) => miniflare.unsafeGetDirectURL(name)));
    // In the Worker: miniflare's own way from Node into a binding loses statements that it collects too early.
    const ask = async <T>(path: string, body: object): Promise<T> => {
      const [home] = urls;
      const reply = await fetch(new URL(path, home), {
        method: "POST",
        body: JSON.stringify(body),
      });
      if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
      return (await reply.json()) as T;
    };
    await ask("/migrate", {});
    return {
      ports: urls.map(({ port }) => Number(port)),
      engine: { importAuthenticator: (request) => ask("/import", request) },
      records: { load: (subjectId) => ask("/row", { subjectId }) },
      async tally() {
        const taken = urls.map(async (url) => (await fetch(new URL("/tally", url))).json());
        return addTallies((await Promise.all(taken)) as Tally[]);
      },
      close: () => miniflare.dispose(),
    };
  } catch (error) {
    await miniflare.dispose();
    throw error;
  }
}
