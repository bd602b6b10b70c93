import type { RecordsStore } from "@second-factor/core";
import { openLibsql, postgresDatabase, type SqlDatabase, sqlRecords } from "@second-factor/sql";
import { Pool } from "pg";
import { lastWriterWins } from "./last-writer-wins.js";
import type { StoresAt } from "./stores-at.js";

export interface OpenedRecords {
  readonly database: SqlDatabase;
  readonly records: RecordsStore;
  close(): Promise<void>;
}

const overwriteStep = `UPDATE second_factor_authenticators SET last_step = $3, last_used_at = $4
  WHERE subject_id = $1 AND id = $2`;

/** One process's connections to the records. */
export async function openRecords({
  records: at,
  decides,
  deadlineMilliseconds,
}: StoresAt): Promise<OpenedRecords> {
  if ("sqlite" in at) {
    const busyTimeoutMilliseconds = deadlineMilliseconds;
    const opened = await openLibsql(`file:${at.sqlite}`, { busyTimeoutMilliseconds });
    return { database: opened, records: sqlRecords(opened), close: async () => opened.close() };
  }
  const pool = new Pool({
    connectionString: at.postgres,
    // Eight processes and this one stay below the hundred of a PostgreSQL as it comes.
    max: 8,
    connectionTimeoutMillis: deadlineMilliseconds,
  });
  const database = postgresDatabase(pool, { deadlineMilliseconds });
  const records = sqlRecords(database);
  const close = () => pool.end();
  if (decides === "row") return { database, records, close };
  const racy = lastWriterWins(records, async (...step) => {
    await pool.query(overwriteStep, step);
  });
  return { database, records: racy, close };
}
