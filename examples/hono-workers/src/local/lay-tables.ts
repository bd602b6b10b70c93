import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sqliteSchema } from "@second-factor/sql";
import type { WorkerPlace } from "./place.js";
import { execute, folder } from "./wrangler.js";

/** Both schemas are safe to run again: what is there stays. */
export async function layTables(place: WorkerPlace): Promise<void> {
  const file = join(place.dataDir, "schema.sql");
  const bankSchema = await readFile(join(folder, "schema.sql"), "utf8");
  await writeFile(file, `${sqliteSchema}\n${bankSchema}`);
  await execute(place, file);
}
