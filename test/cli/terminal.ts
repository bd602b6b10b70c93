import { type ChildProcess, spawn } from "node:child_process";

/** A program at a terminal of its own, as a person has one; both of its outputs come as one. */
export function atTerminal(
  commandLine: string,
  options: { readonly env: Readonly<Record<string, string>>; readonly cwd?: string },
): ChildProcess {
  const [command = "", ...args] = ["script", "-qec", commandLine, "/dev/null"];
  const env = { PATH: process.env.PATH ?? "", TERM: "xterm", ...options.env };
  return spawn(command, args, { ...options, env });
}
