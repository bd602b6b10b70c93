import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { toolPath } from "../run/debian-tools.mjs";
import { endWithProcess } from "./end-with-process.js";

export interface Program {
  /** By the name that debian-tools.mjs knows it under. */
  readonly name: string;
  readonly args: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** Who it runs as, where not as ourselves. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

export interface ServerProcess {
  readonly pid: number;
  readonly running: boolean;
  /** The last that it printed. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Sends the signal, also to a server that is paused, and waits until the process is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a server and waits until it prints that it is ready. */
export async function startProcess(program: Program, ready: RegExp): Promise<ServerProcess> {
  const child = launch(program);
  const closed = once(child, "close");
  let output = "";
  const printedReady = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-20_000);
        if (ready.test(output)) resolve();
      });
    }
    const endedEarly = () => new Error(`${program.name} ended before it was ready:\n${output}`);
    closed.then(() => reject(endedEarly()), reject);
  });
  const kill = () => child.kill("SIGKILL");
  const forget = endWithProcess(kill);
  closed.then(forget, forget);
  await printedReady;

  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    get running() {
      return isRunning();
    },
    output: () => output,
    signal(name) {
      if (isRunning()) child.kill(name);
    },
    async end(signal) {
      if (isRunning()) {
        child.kill(signal);
        child.kill("SIGCONT");
      }
      await closed;
    },
  };
}

/** Runs a program to its end. */
export async function runProgram(program: Program): Promise<void> {
  const child = launch(program);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program.name} failed with ${code}:\n${output}`);
}

function launch({ name, args, folder, user }: Program): ChildProcess {
  // The kernel ends the server when we are killed and can no longer do so ourselves.
  const withUs = process.platform === "linux" ? ["setpriv", "--pdeathsig", "KILL"] : [];
  const [command = "", ...rest] = [...withUs, toolPath(name), ...args];
  return spawn(command, rest, {
    cwd: folder,
    ...user,
    stdio: ["ignore", "pipe", "pipe"],
    // Messages are read: they must come in one language.
    env: { ...process.env, LC_ALL: "C" },
  });
}
