import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCommand } from "../../examples/start-command.mjs";
import { type ServedProcess, startServed } from "./served-process.js";

/** One for each framework, on Node. */
export const frameworkNames = ["express", "koa", "hono-node"] as const;

/** And for each runtime. */
export const exampleNames = [...frameworkNames, "hono-workers", "hono-deno", "hono-bun"] as const;
export type ExampleName = (typeof exampleNames)[number];

export const dataFolder = () => mkdtempSync(join(tmpdir(), "second-factor-example-"));

/** A built example as a process of its own, on a free port; a data folder that was given stays when it stops. */
export async function startExample(
  name: ExampleName | "express-cluster",
  { dataDir, env }: { dataDir?: string; env?: Record<string, string> } = {},
): Promise<ServedProcess> {
  const command = startCommand(fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url)));
  const folder = dataDir ?? dataFolder();
  const served = await startServed(command, { PORT: "0", DATA_DIR: folder, ...env });
  return {
    ...served,
    async stop(signal) {
      await served.stop(signal);
      if (dataDir === undefined) await rm(folder, { recursive: true });
    },
  };
}
