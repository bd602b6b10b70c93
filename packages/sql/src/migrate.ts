import { postgresSchema } from "./postgres/postgres-schema.js";
import { schemaVersion } from "./schema-version.js";
import type { SqlDatabase } from "./sql-database.js";
import { sqliteSchema } from "./sqlite/sqlite-schema.js";

/**
 * Lays the tables, or brings them up to date. Run it at every start if you like: it is safe to run again, and by
 * several processes at once, since one trip does it all or nothing. On PostgreSQL the tables come into the first schema
 * of the search path, and a role that may not create any can run it where they are up to date.
 */
export async function migrate(database: SqlDatabase): Promise<void> {
  if (database.dialect === "postgres") {
    await database.query({ text: postgresMigration, values: [] });
    return;
  }
  await database.batch(
    statementsOf(sqliteSchema).map((text) => ({ text, values: [], returns: "changes" })),
  );
}

/**
 * One migration at a time: `IF NOT EXISTS` alone fails where two create the same table. It asks for the right to create
 * before it looks, so nothing is created where nothing is to be done.
 */
const postgresMigration = `DO $migration$
BEGIN
  PERFORM pg_advisory_xact_lock(727473216);
  IF to_regclass('second_factor_schema') IS NOT NULL THEN
    IF EXISTS (SELECT FROM second_factor_schema WHERE version >= ${schemaVersion}) THEN
      RETURN;
    END IF;
  END IF;
  ${postgresSchema}
END
$migration$`;

/** Statements end with a semicolon at the end of a line; no comment has one there. */
function statementsOf(sql: string): string[] {
  return sql.split(/;\n/).filter((text) => text.trim() !== "");
}
