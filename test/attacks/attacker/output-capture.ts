import { format } from "node:util";
import { latin1 } from "./encodings.js";

const methods = ["log", "info", "warn", "error", "debug", "trace"] as const;

/** Everything that anything prints while `run` runs, on stdout, stderr and the console. */
export async function captureOutput(run: () => Promise<void>): Promise<string> {
  let printed = "";
  const { stdout, stderr } = process;
  const writes = [stdout.write, stderr.write] as const;
  const logs = methods.map((method) => console[method]);
  const take = (chunk: unknown) => {
    printed += chunk instanceof Uint8Array ? latin1(chunk) : String(chunk);
    return true;
  };
  stdout.write = take as typeof stdout.write;
  stderr.write = take as typeof stderr.write;
  for (const method of methods) console[method] = (...args) => void take(`${format(...args)}\n`);
  try {
    await run();
  } finally {
    [stdout.write, stderr.write] = writes;
    for (const [index, method] of methods.entries()) console[method] = logs[index] as never;
  }
  return printed;
}
