import type { SqlDatabase } from "./sql-database.js";
import { sqliteSchema } from "./sqlite-schema.js";

/**
 * Lays the tables, or brings them up to date. Run it at every start if you like: it is safe to run again, and by
 * several processes at once, since one batch does it all or nothing and every statement bears being repeated.
 */
export async function migrate(database: SqlDatabase): Promise<void> {
  await database.batch(
    statementsOf(sqliteSchema).map((text) => ({ text, values: [], returns: "changes" })),
  );
}

/** Statements end with a semicolon at the end of a line; no comment has one there. */
function statementsOf(sql: string): string[] {
  return sql.split(/;\n/).filter((text) => text.trim() !== "");
}
