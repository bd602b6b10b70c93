import { sqliteSchema } from "@second-factor/sql";
import type { Miniflare } from "miniflare";

/** As `wrangler d1 execute NAME --file …/schema/sqlite.sql` does. */
export async function layTables(miniflare: Miniflare): Promise<void> {
  const database = await miniflare.getD1Database("DB");
  for (const statement of sqliteSchema.replace(/--.*$/gm, "").split(";\n")) {
    if (statement.trim() !== "") await database.prepare(statement).run();
  }
}
