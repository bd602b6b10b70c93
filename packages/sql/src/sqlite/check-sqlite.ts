import type { StoreFinding } from "@second-factor/core/stores";
import { checkTables, error, warning } from "../check-findings.js";
import type { SqliteDatabase } from "../sql-database.js";

/** Never rejects: a database that cannot be asked is a finding. */
export async function checkSqlite(database: SqliteDatabase): Promise<readonly StoreFinding[]> {
  try {
    const file = await pragma(database, "database_list", "file");
    const where = file ? `the file ${file}` : "the database";
    return [
      ...(await checkWritable(database, where)),
      ...(file ? await checkFile(database, where) : []),
      ...(await checkTables(database, where)),
    ];
  } catch (cause) {
    return [explainFailure(cause)];
  }
}

/** A write that writes nothing: only a write transaction tells. */
async function checkWritable(
  database: SqliteDatabase,
  where: string,
): Promise<readonly StoreFinding[]> {
  try {
    await database.batch([{ text: "SELECT 1", values: [], returns: "rows" }]);
    return [];
  } catch (cause) {
    if (!says(cause, /READONLY|readonly database/)) throw cause;
    const problem = `SQLite may not write to ${where}: a code is used up by a write.`;
    const remedy =
      "Give the process the right to write the file and its folder, and open it for writing.";
    return [error("store_read_only", problem, remedy)];
  }
}

async function checkFile(
  database: SqliteDatabase,
  where: string,
): Promise<readonly StoreFinding[]> {
  const findings: StoreFinding[] = [];
  const journal = await pragma(database, "journal_mode", "journal_mode");
  if (journal !== undefined && journal !== "wal") {
    const problem = `SQLite keeps ${where} with journal_mode = ${journal}: readers and a writer stop each other.`;
    findings.push(warning("store_client_unsafe", problem, "Run PRAGMA journal_mode = WAL once."));
  }
  const synchronous = await pragma(database, "synchronous", "synchronous");
  if (synchronous !== undefined && Number(synchronous) < 2) {
    const problem = `SQLite keeps ${where} with synchronous below FULL: a power cut could bring a used code back.`;
    const remedy = "Run PRAGMA synchronous = FULL on every connection.";
    findings.push(warning("store_may_lose", problem, remedy));
  }
  return findings;
}

/** Undefined where the driver lets nobody ask, as D1 does: what its settings are is not ours to judge then. */
async function pragma(
  database: SqliteDatabase,
  name: string,
  column: string,
): Promise<string | undefined> {
  try {
    const text = `PRAGMA ${name}`;
    const { rows } = await database.query({ text, values: [], returns: "rows" });
    return rows[0] === undefined ? undefined : String(rows[0][column]);
  } catch (cause) {
    if (says(cause, /CANTOPEN|unable to open/)) throw cause;
    return undefined;
  }
}

function explainFailure(cause: unknown): StoreFinding {
  const problem = says(cause, /CANTOPEN|unable to open/)
    ? "SQLite cannot open its file."
    : "SQLite does not answer.";
  const remedy =
    "Check that the file's folder is there, that this process may write in it, and that the file is a database.";
  return error("store_unreachable", problem, remedy);
}

function says(cause: unknown, words: RegExp): boolean {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return words.test(`${code} ${message}`);
}
