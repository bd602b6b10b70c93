import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleSources } from "../../run/bundle.mjs";
import { root } from "../../run/process.mjs";
import type { StoresAt } from "./stores-at.js";
import { addTallies, type Tally } from "./tally.js";

/** Processes of one bank that share the stores and nothing else. */
export interface Fleet {
  readonly ports: readonly number[];
  /** What happened in all processes together since the last time. */
  tally(): Promise<Tally>;
  close(): Promise<void>;
}

export async function startFleet(processes: number, at: StoresAt): Promise<Fleet> {
  const entry = join(root, "test/proofs/bank/serve.ts");
  const program = fileURLToPath(await bundleSources(entry, "proof-bank"));
  const env = { ...process.env, NODE_ENV: "production", STORES_AT: JSON.stringify(at) };
  const children = Array.from({ length: processes }, () => fork(program, { env }));
  let asked = 0;

  async function close(): Promise<void> {
    const exits = children.map((child) => (hasEnded(child) ? null : once(child, "exit")));
    for (const child of children) if (child.connected) child.disconnect();
    await Promise.all(exits);
  }
  try {
    const ports = await Promise.all(children.map(firstPort));
    return {
      ports,
      async tally() {
        asked += 1;
        const id = asked;
        return addTallies(await Promise.all(children.map((child) => ask(child, id))));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The port; or an error where the process ended before it had one, having printed why. */
function firstPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("message", ({ port }: { port: number }) => resolve(port));
    child.once("exit", () => reject(new Error("A process of the bank ended at its start.")));
  });
}

function ask(child: ChildProcess, id: number): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error("A process of the bank ended."));
    const take = (answer: { id: number; tally: Tally }) => {
      if (answer.id !== id) return;
      child.off("message", take).off("exit", end);
      resolve(answer.tally);
    };
    child.on("message", take).once("exit", end);
    child.send(id);
  });
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;
