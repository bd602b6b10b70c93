import assert from "node:assert/strict";
import {
  type PostgresDatabase,
  type PostgresStatement,
  sqlLimits,
  sqlRecords,
} from "@second-factor/sql";
import pg from "pg";
import { afterAll, beforeAll, it } from "vitest";
import { change, everyCall } from "../../../packages/sql/test/every-call.js";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { type OpenedPostgres, openPostgres } from "./open-postgres.js";

let server: PostgresServer;
let opened: OpenedPostgres;
beforeAll(async () => {
  server = await startPostgres();
  opened = await openPostgres(server);
  for (const text of manyRows) await opened.run(text);
});
afterAll(async () => {
  await opened?.close();
  await server?.close();
});

/** What anybody's database has after a while, and knows that it has. */
const manyRows = [
  "INSERT INTO second_factor_subjects (namespace, subject_id) SELECT 'app', 'subject ' || n FROM generate_series(1, 3000) n",
  `INSERT INTO second_factor_authenticators SELECT 'app', 'subject ' || n, 'phone ' || m, 'name', 'SHA1', 6, 30, 'x', 1, 1, 1
    FROM generate_series(1, 3000) n, generate_series(1, 2) m`,
  `INSERT INTO second_factor_recovery_codes SELECT 'app', 'subject ' || n, 'digest ' || m
    FROM generate_series(1, 3000) n, generate_series(1, 10) m`,
  `INSERT INTO second_factor_revoked_marks SELECT 'app', 'subject ' || n, 'mark ' || m, 1
    FROM generate_series(1, 3000) n, generate_series(1, 3) m`,
  `INSERT INTO second_factor_accounts
    SELECT 'app', 'subject ' || n, 1, 1, '{"id": "recovery"}', '[{"id": "browser"}]' FROM generate_series(1, 3000) n`,
  `INSERT INTO second_factor_limits SELECT 'short:' || n, 1, 4000000000000 + n FROM generate_series(1, 5000) n`,
  "ANALYZE",
];

async function everyStatement(): Promise<readonly PostgresStatement[]> {
  const [database] = opened.databases;
  assert.ok(database);
  const statements = new Map<string, PostgresStatement>();
  const recorded: PostgresDatabase = {
    dialect: "postgres",
    query(statement) {
      statements.set(statement.text, statement);
      return database.query(statement);
    },
  };
  const records = sqlRecords(recorded).forNamespace("app");
  for (const call of Object.values(everyCall)) await call(records);
  await records.remove("ada", "phone", { keepLast: true }, change);
  await records.replaceRecoveryCodes("ada", ["c"], { ...change, from: "one" });
  await records.renewEpoch("ada", change, "sign_out");
  const budget = { name: "short", points: 5, durationSeconds: 900 };
  const limiter = sqlLimits(recorded).limiter(budget, { now: () => 0 });
  await limiter.consume("ada");
  await limiter.get("ada");
  await limiter.delete("ada");
  return [...statements.values()];
}

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

const parts = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(parts)];

const literal = (value: string | number | null) =>
  typeof value === "string" ? pg.escapeLiteral(value) : String(value);

/** Both as it is planned for these values and as it is planned once for all. */
for (const mode of ["force_custom_plan", "force_generic_plan"]) {
  it(`reaches rows by their key alone, so that a verify costs the same among a million subjects (${mode})`, async () => {
    const statements = await everyStatement();
    assert.ok(statements.length >= 30, `${statements.length} statements are not all`);
    await opened.run(`SET plan_cache_mode = ${mode}`);
    for (const [index, { text, values }] of statements.entries()) {
      const name = `plan_${mode}_${index}`;
      await opened.run(`PREPARE ${name} AS ${text}`);
      const explain = `EXPLAIN (FORMAT JSON) EXECUTE ${name} (${values.map(literal).join()})`;
      const { rows } = await opened.run(explain);
      const reads = parts(rows[0]["QUERY PLAN"][0].Plan).filter(
        (part) => part["Index Name"] !== undefined || / Scan$/.test(part["Node Type"]),
      );
      for (const part of reads) {
        // What comes from the statement itself: other parts of it, and arrays.
        if (part["Relation Name"] === undefined && part["Index Name"] === undefined) continue;
        const told = `${text}\n${JSON.stringify(part)}`;
        assert.notEqual(part["Node Type"], "Seq Scan", told);
        // Only its bitmap is scanned by an index.
        if (part["Node Type"] === "Bitmap Heap Scan") continue;
        const byKey = /namespace = .*subject_id [=>] |^\(key = |^\(expire < /;
        assert.match(part["Index Cond"] ?? "", byKey, told);
      }
    }
  });
}
