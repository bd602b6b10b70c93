import assert from "node:assert/strict";
import {
  migrate,
  postgresDatabase,
  postgresSchema,
  sqlLimits,
  sqlRecords,
} from "@second-factor/sql";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { patient } from "./open-postgres.js";

let server: PostgresServer;
let url: string;
let beside: pg.Client;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.close());
beforeEach(async () => {
  url = await server.createDatabase();
  beside = new pg.Client(url);
  await beside.connect();
});
afterEach(async () => {
  await Promise.all([beside.end(), ...pools.splice(0).map((pool) => pool.end())]);
});

function open(connectionString = url) {
  const pool = new pg.Pool({ connectionString, max: 1 });
  pools.push(pool);
  return postgresDatabase(pool, patient);
}

const budget = { name: "short", points: 5, durationSeconds: 900 };

async function tablesBySchema(): Promise<Record<string, number>> {
  const { rows } = await beside.query(
    `SELECT schemaname, count(*)::int AS tables FROM pg_tables
      WHERE tablename LIKE 'second\\_factor\\_%' GROUP BY schemaname`,
  );
  return Object.fromEntries(rows.map(({ schemaname, tables }) => [schemaname, tables]));
}

describe("migrate", () => {
  it("runs eight times at once, and again, without losing anything", async () => {
    const databases = Array.from({ length: 8 }, () => open());
    await Promise.all(databases.map(migrate));
    const records = sqlRecords(databases[0]!).forNamespace("app");
    await records.countFailure("ada", 1, 60);
    await Promise.all(databases.map(migrate));
    assert.equal((await records.load("ada")).failures.count, 1);
    const { rows } = await beside.query("SELECT version FROM second_factor_schema");
    assert.deepEqual(rows, [{ version: 4 }]);
  });

  it("brings tables of versions 1, 2 and 3 up to date, with all that is in them", async () => {
    const begins = ["-- Short budgets", "-- The audit log", "-- What few subjects"];
    for (const [version, before] of begins.entries()) {
      const older = await server.createDatabase();
      const client = new pg.Client(older);
      await client.connect();
      await client.query(postgresSchema.split(before)[0] ?? "");
      await client.query("INSERT INTO second_factor_schema (version) VALUES ($1)", [version + 1]);
      await client.end();
      const database = open(older);
      const records = sqlRecords(database).forNamespace("app");
      await records.countFailure("ada", 1, 60);
      const [missing] = (await sqlRecords(database).check?.()) ?? [];
      assert.equal(missing?.code, "store_tables_missing");
      await assert.rejects(records.load("ada"), /run migrate\(database\) once/);
      await migrate(database);
      assert.equal((await records.load("ada")).failures.count, 1);
      assert.deepEqual(await sqlRecords(database).check?.(), []);
    }
  });

  it("finds tables that were laid from the file by other means up to date", async () => {
    await beside.query(postgresSchema);
    await beside.query(postgresSchema);
    const database = open();
    await migrate(database);
    assert.deepEqual(await sqlRecords(database).check?.(), []);
  });

  it("is safe for a role that may create nothing, where the tables are there", async () => {
    await migrate(open());
    await beside.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    await beside.query("CREATE ROLE worker LOGIN");
    await beside.query(
      "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO worker",
    );
    const database = open(url.replace("postgres@", "worker@"));
    await migrate(database);
    await sqlRecords(database).forNamespace("app").countFailure("ada", 1, 60);
    assert.deepEqual(await sqlRecords(database).check?.(), []);
  });

  it("lays the tables in the schema that the search path names, where everything finds them", async () => {
    await beside.query("CREATE SCHEMA tenant");
    const database = open(`${url}?options=-c%20search_path%3Dtenant`);
    await migrate(database);
    assert.deepEqual(await tablesBySchema(), { tenant: 8 });
    const records = sqlRecords(database).forNamespace("app");
    await records.countFailure("ada", 1, 60);
    assert.equal((await records.load("ada")).failures.count, 1);
    const limiter = sqlLimits(database).limiter(budget, { now: () => 0 });
    assert.equal((await limiter.consume("ada")).remainingPoints, 4);
    assert.deepEqual(await sqlLimits(database).check?.(), []);
  });

  it("leaves nothing behind where it fails in the middle", async () => {
    // What stands in the way of the last table but one.
    await beside.query("CREATE TYPE second_factor_revoked_marks AS ENUM ()");
    await assert.rejects(migrate(open()));
    assert.deepEqual(await tablesBySchema(), {});
  });
});
