import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ServedProcess, startServed } from "./served-process.js";

export const exampleNames = ["express", "koa", "hono-node"] as const;
export type ExampleName = (typeof exampleNames)[number];

export const dataFolder = () => mkdtempSync(join(tmpdir(), "second-factor-example-"));

/** A built example as a process of its own, on a free port; a data folder that was given stays when it stops. */
export async function startExample(
  name: ExampleName | "express-cluster",
  { dataDir, env }: { dataDir?: string; env?: Record<string, string> } = {},
): Promise<ServedProcess> {
  const file = fileURLToPath(new URL(`../../examples/${name}/dist/main.js`, import.meta.url));
  const folder = dataDir ?? dataFolder();
  const served = await startServed(file, { PORT: "0", DATA_DIR: folder, ...env });
  return {
    ...served,
    async stop() {
      await served.stop();
      if (dataDir === undefined) await rm(folder, { recursive: true });
    },
  };
}
