import { pathToFileURL } from "node:url";
import type { RecordsStore } from "@second-factor/core";
import { migrate, openLibsql, sqlRecords } from "@second-factor/sql";
import { recordsFile } from "./records-file.js";

/** In a file, so that a restart does not switch anyone's second factor off. */
export async function sqliteRecords(dataDir: string): Promise<RecordsStore> {
  const database = await openLibsql(pathToFileURL(await recordsFile(dataDir)).href);
  await migrate(database);
  return sqlRecords(database);
}
