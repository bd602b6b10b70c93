import type { StoreFinding } from "@second-factor/core/stores";
import { isMissingTable } from "./missing-tables.js";
import { queryRows } from "./query-rows.js";
import { schemaVersion } from "./schema-version.js";
import type { SqlDatabase } from "./sql-database.js";

export const error = finding("error");
export const warning = finding("warning");

function finding(severity: StoreFinding["severity"]) {
  return (code: StoreFinding["code"], problem: string, remedy: string): StoreFinding => ({
    severity,
    code,
    problem,
    remedy,
  });
}

/** Whether the tables are there and are those that this version of the package works with. */
export async function checkTables(
  database: SqlDatabase,
  where: string,
): Promise<readonly StoreFinding[]> {
  const found = await installedSchemaVersion(database);
  if (found === schemaVersion) return [];
  if (found > schemaVersion) {
    const problem = `The tables in ${where} are of version ${found}; this package knows version ${schemaVersion}.`;
    return [error("store_tables_missing", problem, "Update @second-factor/sql in every process.")];
  }
  const problem =
    found === 0
      ? `There are no tables of @second-factor/sql in ${where}.`
      : `The tables in ${where} are of version ${found}; this package needs version ${schemaVersion}.`;
  return [error("store_tables_missing", problem, "Run migrate(database) once.")];
}

/** Which version of the tables the database has; 0 where it has none. */
export async function installedSchemaVersion(database: SqlDatabase): Promise<number> {
  try {
    const text = "SELECT MAX(version) AS version FROM second_factor_schema";
    return Number((await queryRows(database, text))[0]?.version ?? 0);
  } catch (cause) {
    if (isMissingTable(cause)) return 0;
    throw cause;
  }
}
