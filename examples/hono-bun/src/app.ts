import { Database } from "bun:sqlite";
import { migrate, nodeSqliteDatabase, sqlRecords } from "@second-factor/sql";
import { type OpenBankOptions, recordsFile } from "@second-factor-examples/bank/node";
import { buildApp as buildHono } from "@second-factor-examples/hono-node";

/** The Hono example, on the SQLite that is built into Bun. */
export async function buildApp({
  dataDir = ".data",
  records,
  ...options
}: OpenBankOptions): ReturnType<typeof buildHono> {
  return buildHono({ ...options, dataDir, records: records ?? (await sqliteRecords(dataDir)) });
}

async function sqliteRecords(dataDir: string) {
  const connection = new Database(await recordsFile(dataDir));
  connection.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 1000");
  const database = nodeSqliteDatabase(connection);
  await migrate(database);
  return sqlRecords(database);
}
