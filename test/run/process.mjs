// Before anything is installed: Node's own modules only, here and in what this file is used by.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const cacheFolder = join(root, "node_modules/.cache/second-factor");

const environment = {
  ...process.env,
  // turbo looks for pnpm on the PATH, and the only pnpm we count on is our own dependency.
  PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH ?? ""}`,
  TURBO_TELEMETRY_DISABLED: "1",
};

/** Runs a command in the root folder. Quiet ones give back their output instead of printing it. */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      // A process group of its own: npm does not pass signals on to what a script started.
      detached: true,
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    const stopForwarding = onSignal((signal) => {
      child.once("close", () => process.exit(128 + constants.signals[signal]));
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    });
    child.on("error", (error) => {
      stopForwarding();
      resolve({ ok: false, output: `${command}: ${error.message}\n` });
    });
    child.on("close", (code) => {
      stopForwarding();
      resolve({ ok: code === 0, output });
    });
  });
}

/** Calls back for each signal that asks us to end, until the returned function is called. */
export function onSignal(callback) {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, callback);
  return () => {
    for (const signal of signals) process.off(signal, callback);
  };
}
