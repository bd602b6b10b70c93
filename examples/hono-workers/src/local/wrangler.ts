import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SetUpError } from "@second-factor-examples/bank/node";
import type { WorkerPlace } from "./place.js";

/** Where wrangler.jsonc is. */
export const folder = fileURLToPath(new URL("../..", import.meta.url));
export const program = createRequire(import.meta.url).resolve("wrangler/bin/wrangler.js");

/** `wrangler d1 execute` on the local database. */
export async function execute(place: WorkerPlace, file: string): Promise<void> {
  const child = wrangler(place, ["d1", "execute", "DB", "--file", file, "--yes"], "pipe");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  if (code !== 0) throw new SetUpError(`wrangler can't lay the tables of D1:\n${output}`);
}

/** `wrangler dev`: resolves when it listens, and ends this process when it ends. */
export async function dev(place: WorkerPlace, envFile: string): Promise<void> {
  const { hostname, port } = place;
  const options = ["--ip", hostname, "--port", `${port}`, "--inspector-port", "0"];
  const quiet = ["--log-level", "warn", "--show-interactive-dev-session=false"];
  const child = wrangler(place, ["dev", "--env-file", envFile, ...options, ...quiet], "inherit");
  child.once("close", (code) => process.exit(code ?? 1));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    // A terminal sends Ctrl-C to wrangler as well; it ends by itself, and this process with it.
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  // DEV_SERVER_READY, the only thing that it has to say.
  await once(child, "message");
}

function wrangler(
  { dataDir }: WorkerPlace,
  args: readonly string[],
  output: "inherit" | "pipe",
): ChildProcess {
  const local = ["--local", "--persist-to", dataDir, "--config", join(folder, "wrangler.jsonc")];
  return spawn(process.execPath, [program, ...args, ...local], {
    stdio: ["ignore", output, output, "ipc"],
    env: { ...process.env, ...quietly(dataDir) },
  });
}

/** Asks nobody's server anything, and leaves nothing outside of the data folder. */
export function quietly(dataDir: string): NodeJS.ProcessEnv {
  return {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_LOG_PATH: join(dataDir, "wrangler/logs"),
    WRANGLER_REGISTRY_PATH: join(dataDir, "wrangler/registry"),
    WRANGLER_CACHE_DIR: join(dataDir, "wrangler/cache"),
    XDG_CONFIG_HOME: join(dataDir, "wrangler/config"),
  };
}
