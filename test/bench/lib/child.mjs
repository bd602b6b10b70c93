import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts an app of apps/ in a process of its own; it sends one message when it listens. */
export async function startApp(file, env = {}) {
  const child = fork(fileURLToPath(new URL(`../apps/${file}`, import.meta.url)), [], {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  // A benchmark that throws leaves nothing running.
  process.once("exit", () => child.kill("SIGKILL"));
  const exited = once(child, "exit").then(() => {
    throw new Error(`${file} ended before it listened`);
  });
  const [info] = await Promise.race([once(child, "message"), exited]);
  exited.catch(() => {});
  return {
    ...info,
    /** Microseconds of processor time so far: what a shared machine can't distort as it does the clock on the wall. */
    async cpu() {
      child.send("cpu");
      const [{ user, system }] = await once(child, "message");
      return user + system;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
