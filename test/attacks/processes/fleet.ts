import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EventType, Records } from "@second-factor/core";
import { migrate, openLibsql, sqlRecords } from "@second-factor/sql";
import { type ManualClock, manualClock } from "@second-factor/testing";
import { type Client, createClient } from "../../testbed/client/client.js";
import { createWire } from "../../testbed/client/wire.js";
import { bundleSources } from "../mutate.js";
import { layBudgets } from "./shared-limits.js";

export interface Asked {
  readonly id: number;
  /** What the process's clock is to say from now on. */
  readonly now?: number;
}

export interface Member {
  client(): Client;
}

/** Processes of one bank that share a database file and nothing else. */
export interface Fleet {
  readonly members: readonly Member[];
  /** The true time; each process may be off by its own skew. */
  readonly clock: ManualClock;
  readonly records: Records;
  advance(seconds: number): Promise<void>;
  /** How often an event of that type happened, in all processes together. */
  count(type: EventType): Promise<number>;
  close(): Promise<void>;
}

export async function startFleet(skewSeconds: readonly number[]): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), "second-factor-fleet-"));
  const file = join(folder, "bank.db");
  const database = await openLibsql(`file:${file}`, { busyTimeoutMilliseconds: 20_000 });
  await migrate(database);
  await layBudgets(database);
  const clock = manualClock();
  const entry = fileURLToPath(new URL("serve.ts", import.meta.url));
  const program = fileURLToPath(await bundleSources(entry, "fleet"));
  const skewed = (index: number) => clock.now() + (skewSeconds[index] ?? 0) * 1000;

  const children = skewSeconds.map((_, index) =>
    fork(program, {
      env: { ...process.env, SHARED_FILE: file, CLOCK: String(skewed(index)) },
    }),
  );
  const wires = (await Promise.all(children.map(firstMessage))).map(({ port }) => createWire(port));
  let asked = 0;
  function askAll(about: (index: number) => Omit<Asked, "id">) {
    asked += 1;
    const id = asked;
    return Promise.all(children.map((child, index) => ask(child, { id, ...about(index) })));
  }

  return {
    clock,
    records: sqlRecords(database).forNamespace("default"),
    members: wires.map((wire) => ({
      client: () => createClient({ wire, clock, basePath: "/2fa" }),
    })),
    async advance(seconds) {
      clock.advance({ seconds });
      await askAll((index) => ({ now: skewed(index) }));
    },
    async count(type) {
      const events = (await askAll(() => ({}))).flat();
      return events.filter((one) => one === type).length;
    },
    async close() {
      for (const wire of wires) wire.close();
      const exits = children.map((child) => once(child, "exit"));
      for (const child of children) child.disconnect();
      await Promise.all(exits);
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The port; or an error where the process ended before it had one. */
async function firstMessage(child: ChildProcess): Promise<{ port: number }> {
  const ended = new AbortController();
  child.once("exit", () => ended.abort(new Error("A process of the fleet ended at its start.")));
  const [message] = await once(child, "message", { signal: ended.signal });
  return message as { port: number };
}

function ask(child: ChildProcess, question: Asked): Promise<readonly EventType[]> {
  return new Promise((resolve) => {
    const take = ({ id, events }: { id?: number; events?: readonly EventType[] }) => {
      if (id !== question.id) return;
      child.off("message", take);
      resolve(events ?? []);
    };
    child.on("message", take);
    child.send(question);
  });
}
