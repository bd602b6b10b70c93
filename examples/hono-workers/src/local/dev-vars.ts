import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { developmentSecret } from "@second-factor-examples/bank/node";
import type { WorkerPlace } from "./place.js";

/** What stands in for `wrangler secret put`: a file of this machine's own secrets, readable by its owner alone. */
export async function devVars({ dataDir, origins }: WorkerPlace): Promise<string> {
  const keys = await developmentSecret(dataDir, "second-factor-keys", (key) => `dev1:${key}`);
  const lines = {
    SECOND_FACTOR_KEYS: keys,
    SESSION_SECRET: await developmentSecret(dataDir, "session-secret"),
    TRUSTED_ORIGINS: origins.join(" "),
    DEVELOPMENT: "true",
  };
  const file = join(dataDir, ".dev.vars");
  const text = Object.entries(lines).map(([name, value]) => `${name}="${value}"\n`);
  await writeFile(file, text.join(""), { mode: 0o600 });
  await chmod(file, 0o600);
  return file;
}
