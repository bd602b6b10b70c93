import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { asUser } from "./unprivileged-user.mjs";

/**
 * Starts a server and waits until it prints that it is ready. What it prints goes to a log in its folder.
 *
 * @returns {Promise<() => Promise<void>>} what stops it and waits for its end
 */
export async function startProgram(name, command, options) {
  const { folder, ready, stopSignal } = options;
  const { child, closed, output } = launch(command, options);
  let stopping = false;
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", () => ready.test(output()) && resolve());
    }
    closed.then(() => reject(failure(name, folder, output())), reject);
  });
  closed.then(() => {
    if (!stopping) console.error(`${name} has ended: see ${logIn(folder)}`);
  });
  return async () => {
    stopping = true;
    child.kill(stopSignal);
    await closed;
  };
}

/** Runs a program to its end. */
export async function runProgram(name, command, options) {
  const { child, closed, output } = launch(command, options);
  await closed;
  if (child.exitCode !== 0) throw failure(name, options.folder, output());
}

function launch(command, { folder, input = "", user = null, stopSignal = "SIGTERM" }) {
  // However we end, the kernel tells the program to end as well.
  const withUs = ["--pdeathsig", stopSignal.replace("SIG", "")];
  const child = spawn("setpriv", [...withUs, ...asUser(user), ...command], {
    cwd: folder,
    // Messages are read: they must come in one language.
    env: { ...process.env, LC_ALL: "C" },
    // A session of its own: Ctrl-C in a terminal is for the app, and the server ends after it.
    detached: true,
  });
  const log = createWriteStream(logIn(folder), { flags: "a", mode: 0o600 });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false });
    stream.setEncoding("utf8").on("data", (chunk) => {
      text = (text + chunk).slice(-10_000);
    });
  }
  // One that ends at once reads nothing; that it ended is told below.
  child.stdin.on("error", () => undefined).end(input);
  const closed = once(child, "close").finally(() => log.end());
  return { child, closed, output: () => text };
}

function failure(name, folder, output) {
  const hint = /failed to get lock|lock file ".*" already exists/.test(output)
    ? `Its data in ${folder} is in use: end what was started with the same DATA_DIR, or set another.`
    : output;
  return new Error(`${name} could not start. ${hint}`);
}

const logIn = (folder) => join(folder, "log");
