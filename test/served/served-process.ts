import { spawn } from "node:child_process";
import { once } from "node:events";

export interface ServedProcess {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  /** All that it has printed so far. */
  output(): string;
  /** Waits until it has printed something like that. */
  printed(pattern: RegExp): Promise<void>;
  /** Resolves when it and all that it started have ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program that serves, and waits for the line in which it says where. */
export async function startServed(
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  folder?: string,
): Promise<ServedProcess> {
  const child = spawn(program, args, {
    ...(folder !== undefined && { cwd: folder }),
    // Without the test runner's own: NODE_ENV=test would be a development environment by itself.
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const closed = once(child, "close");
  const streams = [child.stdout, child.stderr];
  for (const stream of streams) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output);
        if (found !== null) resolve(found);
      };
      for (const stream of streams) stream.on("data", look);
      const endedEarly = ([code]: unknown[]) =>
        new Error(`${args.at(-1)} ended with ${code} before it printed ${pattern}:\n${output}`);
      closed.then((end) => reject(endedEarly(end)), reject);
      look();
    });
  const [, origin = ""] = await printed(/^listening on (\S+)$/m);
  return {
    origin,
    port: Number(new URL(origin).port),
    pid: child.pid ?? 0,
    output: () => output,
    async printed(pattern) {
      await printed(pattern);
    },
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await closed;
    },
  };
}
