import { readFileSync } from "node:fs";
import { type D1Binding, d1Database, migrate } from "@second-factor/sql";

const schema = new URL("../../examples/hono-workers/schema.sql", import.meta.url);

/** Ours and those of the Workers example, in a D1 that Miniflare has. */
export async function layTables(db: D1Binding): Promise<void> {
  await migrate(d1Database(db));
  const statements = readFileSync(schema, "utf8").split(";\n");
  const prepared = statements.filter((text) => text.trim() !== "").map((text) => db.prepare(text));
  await db.batch(prepared);
}
