import { PGlite } from "@electric-sql/pglite";
import { migrate, pgliteDatabase } from "@second-factor/sql";
import { afterAll, beforeAll } from "vitest";
import { defineAuditTests } from "./define-audit-tests.js";

let pglite: PGlite;
beforeAll(async () => {
  pglite = new PGlite();
  await migrate(pgliteDatabase(pglite));
}, 60_000);
afterAll(() => pglite?.close());

defineAuditTests("PGlite", async () => {
  await pglite.exec("TRUNCATE second_factor_audit");
  return { databases: [pgliteDatabase(pglite)], close: async () => {} };
});
