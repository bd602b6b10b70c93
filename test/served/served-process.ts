import { spawn } from "node:child_process";
import { once } from "node:events";

export interface ServedProcess {
  readonly origin: string;
  readonly port: number;
  /** All that it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts a program that serves, and waits for the line in which it says where. */
export async function startServed(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<ServedProcess> {
  const child = spawn(process.execPath, [file], {
    // Without the test runner's own: NODE_ENV=test would be a development environment by itself.
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const closed = once(child, "close");
  const listening = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const [, origin] = /^listening on (\S+)$/m.exec(output) ?? [];
        if (origin !== undefined) resolve(origin);
      });
    }
    closed.then(() => reject(new Error(`${file} ended before it listened:\n${output}`)), reject);
  });
  const origin = await listening;
  return {
    origin,
    port: Number(new URL(origin).port),
    output: () => output,
    async stop() {
      child.kill("SIGTERM");
      await closed;
    },
  };
}
