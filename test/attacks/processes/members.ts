import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { EventType } from "@second-factor/core";
import { type ManualClock, manualClock } from "@second-factor/testing";
import { type Client, createClient } from "../../testbed/client/client.js";
import { createWire } from "../../testbed/client/wire.js";
import type { Asked } from "./serve-bed.js";

export interface Member {
  readonly port: number;
  client(): Client;
}

/** Processes of one bank. */
export interface Members {
  readonly members: readonly Member[];
  /** The true time; each process may be off by its own skew. */
  readonly clock: ManualClock;
  advance(seconds: number): Promise<void>;
  /** How often an event of that type happened, in all processes together. */
  count(type: EventType): Promise<number>;
  close(): Promise<void>;
}

/** Starts a program once for each skew. `env` is what it is told besides its clock. */
export async function startMembers(
  program: string,
  env: Readonly<Record<string, string>>,
  skewSeconds: readonly number[],
): Promise<Members> {
  const clock = manualClock();
  const skewed = (index: number) => clock.now() + (skewSeconds[index] ?? 0) * 1000;
  const children = skewSeconds.map((_, index) =>
    fork(program, { env: { ...process.env, ...env, CLOCK: String(skewed(index)) } }),
  );
  const ports = (await Promise.all(children.map(firstMessage))).map(({ port }) => port);
  const wires = ports.map(createWire);
  let asked = 0;
  function askAll(about: (index: number) => Omit<Asked, "id">) {
    asked += 1;
    const id = asked;
    return Promise.all(children.map((child, index) => ask(child, { id, ...about(index) })));
  }

  return {
    clock,
    members: wires.map((wire, index) => ({
      port: ports[index] ?? 0,
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
