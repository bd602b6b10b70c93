import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Where the records are kept, in a folder that is there from now on. */
export async function recordsFile(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return join(resolve(dataDir), "second-factor.db");
}
