// node examples/start.mjs NAME: from a fresh checkout to a running example, with nothing but Node.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "../test/run/install.mjs";
import { onSignal, run } from "../test/run/process.mjs";
import { bringServers } from "./express-cluster/servers/bring-servers.mjs";
import { startCommand } from "./start-command.mjs";

const name = process.argv[2] ?? "express";
const folder = fileURLToPath(new URL(`./${name}/`, import.meta.url));
if (!existsSync(`${folder}package.json`)) {
  console.error(`there is no example "${name}" in examples/`);
  process.exit(1);
}

await ensureInstalled();

const build = [
  "run",
  "build",
  `--filter=@second-factor-examples/${name}`,
  "--output-logs=errors-only",
];
const built = await run("turbo", build, { quiet: true });
if (!built.ok) {
  console.error(built.output);
  process.exit(1);
}

const { DATA_DIR = ".data/cluster" } = process.env;
const servers =
  name === "express-cluster"
    ? await bringServers(DATA_DIR).catch((error) => {
        console.error(error.message);
        process.exit(1);
      })
    : null;

// PORT, HOST and DATA_DIR reach the app as they are: it inherits the environment and the folder.
const [program, ...args] = startCommand(folder);
const app = spawn(program, args, {
  stdio: "inherit",
  env: { DENO_NO_UPDATE_CHECK: "1", ...process.env, ...servers?.env },
});
onSignal((signal) => {
  // A terminal sends Ctrl-C to the app as well; a second one would cut its shutdown short.
  if (signal !== "SIGINT" || !process.stdin.isTTY) app.kill(signal);
});
app.on("close", async (code, signal) => {
  await servers?.stop();
  process.exit(code ?? 128 + constants.signals[signal]);
});
