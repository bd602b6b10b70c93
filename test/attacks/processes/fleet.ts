import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Records } from "@second-factor/core";
import { migrate, openLibsql, sqlRecords } from "@second-factor/sql";
import { bundleSources } from "../mutate.js";
import { type Members, startMembers } from "./members.js";
import { layBudgets } from "./shared-limits.js";

/** Processes of one bank that share a database file and nothing else. */
export interface Fleet extends Members {
  readonly records: Records;
}

export async function startFleet(skewSeconds: readonly number[]): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), "second-factor-fleet-"));
  const file = join(folder, "bank.db");
  const database = await openLibsql(`file:${file}`, { busyTimeoutMilliseconds: 20_000 });
  await migrate(database);
  await layBudgets(database);
  const entry = fileURLToPath(new URL("serve.ts", import.meta.url));
  const program = fileURLToPath(await bundleSources(entry, "fleet"));
  const started = await startMembers(program, { SHARED_FILE: file }, skewSeconds);
  return {
    ...started,
    records: sqlRecords(database).forNamespace("default"),
    async close() {
      await started.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
