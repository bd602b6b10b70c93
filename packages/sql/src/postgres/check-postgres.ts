import type { StoreFinding } from "@second-factor/core/stores";
import { checkTables, error, warning } from "../check-findings.js";
import type { PostgresDatabase } from "../sql-database.js";
import { explainFailure } from "./explain-failure.js";

const oldestVersion = 130_000;

const tables = [
  "subjects",
  "authenticators",
  "recovery_codes",
  "revoked_marks",
  "accounts",
  "limits",
  "audit",
];

const look = `
  SELECT current_database() AS database, current_user AS role,
    current_setting('server_version') AS version,
    current_setting('server_version_num')::int AS version_number,
    (pg_is_in_recovery() OR current_setting('transaction_read_only')::bool)::int AS read_only,
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('fsync') AS fsync,
    COALESCE(has_table_privilege(to_regclass('second_factor_schema'), 'SELECT'), TRUE)::int AS may_look,
    (SELECT string_agg('second_factor_' || tablename, ', ')
      FROM unnest('{${tables.join()}}'::text[]) AS tablename
      WHERE to_regclass('second_factor_' || tablename) IS NULL) AS absent,
    (SELECT string_agg(privilege || ' on second_factor_' || tablename, ', ')
      FROM unnest('{${tables.join()}}'::text[]) AS tablename,
        unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS privilege
      WHERE NOT (tablename IN ('subjects', 'accounts') AND privilege = 'DELETE')
        AND NOT (tablename = 'audit' AND privilege IN ('UPDATE', 'DELETE'))
        AND NOT has_table_privilege(to_regclass('second_factor_' || tablename), privilege)) AS lacking`;

interface Look {
  readonly database: string;
  readonly role: string;
  readonly version: string;
  readonly version_number: number;
  readonly read_only: number;
  readonly synchronous_commit: string;
  readonly fsync: string;
  readonly may_look: number;
  readonly absent: string | null;
  readonly lacking: string | null;
}

/** Never rejects: a server that cannot be asked is a finding. */
export async function checkPostgres(database: PostgresDatabase): Promise<readonly StoreFinding[]> {
  try {
    const [row] = (await database.query({ text: look, values: [] })).rows;
    const found = row as unknown as Look;
    return [
      ...checkServer(found),
      ...checkPrivileges(found),
      ...(mayLook(found) ? await checkLaid(database, found) : []),
    ];
  } catch (cause) {
    return [explainFailure(cause)];
  }
}

function checkServer(found: Look): StoreFinding[] {
  const findings: StoreFinding[] = [];
  if (Number(found.version_number) < oldestVersion) {
    const problem = `PostgreSQL ${found.version} is too old.`;
    findings.push(error("store_version_unsupported", problem, "Use PostgreSQL 13 or later."));
  }
  if (Number(found.read_only) === 1) {
    const problem = `The database "${found.database}" is read-only: a replica, or default_transaction_read_only is on.`;
    const remedy =
      "Connect to the primary, with a role that may write: a code is used up by a write.";
    findings.push(error("store_read_only", problem, remedy));
  }
  for (const setting of ["synchronous_commit", "fsync"] as const) {
    if (found[setting] !== "off") continue;
    const problem = `PostgreSQL runs with ${setting} = off: a crash could bring a used code back.`;
    const remedy = `Set ${setting} = on, for the role of second-factor at least.`;
    findings.push(warning("store_may_lose", problem, remedy));
  }
  return findings;
}

const mayLook = ({ may_look }: Look) => Number(may_look) === 1;

function checkPrivileges(found: Look): StoreFinding[] {
  const lacking = mayLook(found) ? found.lacking : "SELECT on second_factor_schema";
  if (lacking === null) return [];
  return [
    error(
      "store_credentials_refused",
      `The role "${found.role}" lacks privileges: ${lacking}.`,
      "GRANT them, or connect as the role that owns the tables.",
    ),
  ];
}

async function checkLaid(
  database: PostgresDatabase,
  found: Look,
): Promise<readonly StoreFinding[]> {
  const where = `the database "${found.database}" (in its search_path)`;
  const findings = await checkTables(database, where);
  if (findings.length > 0 || found.absent === null) return findings;
  const problem = `Tables are missing in ${where}: ${found.absent}.`;
  return [error("store_tables_missing", problem, "Run schema/postgres.sql of the package again.")];
}
