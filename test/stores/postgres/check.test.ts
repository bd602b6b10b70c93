import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { StoreFinding } from "@second-factor/core/stores";
import {
  migrate,
  type PostgresDatabase,
  postgresDatabase,
  sqlLimits,
  sqlRecords,
} from "@second-factor/sql";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { freePort, type PostgresServer, startPostgres } from "../../servers/index.js";

let server: PostgresServer;
let url: string;
let admin: pg.Client;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  server = await startPostgres({ password: true });
});
afterAll(() => server?.close());
beforeEach(async () => {
  url = await server.createDatabase();
  await migrate(open());
  admin = new pg.Client(as("postgres"));
  await admin.connect();
});
afterEach(async () => {
  await Promise.all([admin.end(), ...pools.splice(0).map((pool) => pool.end())]);
});

/** The same database under another role, which needs no password. */
const as = (role: string) => url.replace(/\/\/[^@]*@/, `//${role}@`);

function open(connectionString = url): PostgresDatabase {
  const pool = new pg.Pool({ connectionString, max: 1 });
  pools.push(pool);
  return postgresDatabase(pool, { deadlineMilliseconds: 5000 });
}

/** Records and limits stand on one server, and say the same about it. No finding carries the password. */
async function check(connectionString = url): Promise<readonly StoreFinding[]> {
  const found = await sqlRecords(open(connectionString)).check?.();
  assert.deepEqual(await sqlLimits(open(connectionString)).check?.(), found);
  const { password } = new URL(url);
  assert.ok(password.length > 4 && !JSON.stringify(found).includes(password), "a credential");
  return found ?? [];
}

function mustBe(
  found: readonly StoreFinding[],
  expected: readonly [StoreFinding["severity"], StoreFinding["code"], RegExp][],
): void {
  const told = JSON.stringify(found, null, 2);
  assert.equal(found.length, expected.length, told);
  for (const [index, [severity, code, problem]] of expected.entries()) {
    assert.equal(found[index]?.severity, severity, told);
    assert.equal(found[index]?.code, code, told);
    assert.match(found[index]?.problem ?? "", problem, told);
  }
}

describe("check of PostgreSQL", () => {
  it("finds nothing where all is well", async () => mustBe(await check(), []));

  it("finds that nobody listens at the port", async () => {
    const port = await freePort();
    const found = await check(url.replace(`:${server.port}/`, `:${port}/`));
    mustBe(found, [
      ["error", "store_unreachable", new RegExp(`127\\.0\\.0\\.1:${port}.*ECONNREFUSED`)],
    ]);
  });

  it("finds a server that does not answer", async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const { port } = mute.address() as { port: number };
    const connectionString = url.replace(`:${server.port}/`, `:${port}/`);
    const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 400 });
    const found = await sqlRecords(postgresDatabase(pool, { deadlineMilliseconds: 200 })).check?.();
    mustBe(found ?? [], [["error", "store_unreachable", /no answer/]]);
    await pool.end();
    mute.close();
  });

  it("finds a wrong password", async () => {
    const wrong = url.replace(/:[^:@/]+@/, ":wrong@");
    mustBe(await check(wrong), [["error", "store_credentials_refused", /28P01/]]);
  });

  it("finds that there is no such database", async () => {
    const missing = url.replace(/[^/]+$/, "nowhere");
    mustBe(await check(missing), [["error", "store_unreachable", /no database "nowhere"/]]);
  });

  it("finds tables that are missing, too old or too new", async () => {
    await admin.query("UPDATE second_factor_schema SET version = 1");
    mustBe(await check(), [["error", "store_tables_missing", /version 1; .* needs version 4/]]);
    await admin.query("UPDATE second_factor_schema SET version = 9");
    mustBe(await check(), [["error", "store_tables_missing", /version 9; .* knows version 4/]]);
    const empty = await server.createDatabase();
    const found = await check(empty);
    mustBe(found, [["error", "store_tables_missing", /no tables of @second-factor\/sql/]]);
    assert.match(found[0]?.remedy ?? "", /migrate\(database\) once/);
  });

  it("finds a table that somebody dropped", async () => {
    await admin.query("DROP TABLE second_factor_recovery_codes");
    mustBe(await check(), [["error", "store_tables_missing", /second_factor_recovery_codes/]]);
  });

  it("finds a role that may only read, and a server that only reads", async () => {
    await admin.query("CREATE ROLE reader LOGIN IN ROLE app");
    await admin.query("ALTER ROLE reader SET default_transaction_read_only = on");
    mustBe(await check(as("reader")), [["error", "store_read_only", /read-only/]]);
  });

  it("names the privileges that a role lacks", async () => {
    await admin.query("CREATE ROLE stranger LOGIN");
    mustBe(await check(as("stranger")), [
      ["error", "store_credentials_refused", /"stranger".*SELECT on second_factor_schema/],
    ]);
    await admin.query("GRANT SELECT ON ALL TABLES IN SCHEMA public TO stranger");
    await admin.query("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO stranger");
    await admin.query("REVOKE DELETE ON second_factor_recovery_codes FROM stranger");
    // Of these no row is ever deleted.
    for (const table of ["subjects", "accounts"]) {
      await admin.query(`REVOKE DELETE ON second_factor_${table} FROM stranger`);
    }
    mustBe(await check(as("stranger")), [
      [
        "error",
        "store_credentials_refused",
        /lacks privileges: DELETE on second_factor_recovery_codes\.$/,
      ],
    ]);
  });

  it("warns where a crash could bring a used code back", async () => {
    await admin.query("ALTER ROLE app SET synchronous_commit = off");
    try {
      mustBe(await check(), [["warning", "store_may_lose", /synchronous_commit = off/]]);
    } finally {
      await admin.query("ALTER ROLE app RESET synchronous_commit");
    }
  });

  it("refuses a version that is too old", async () => {
    const database = open();
    const old: PostgresDatabase = {
      dialect: "postgres",
      async query(statement) {
        const { rows } = await database.query(statement);
        const aged = { version: "12.22", version_number: 120022 };
        return { rows: rows.map((row) => ("version_number" in row ? { ...row, ...aged } : row)) };
      },
    };
    const found = await sqlRecords(old).check?.();
    mustBe(found ?? [], [["error", "store_version_unsupported", /12\.22 is too old/]]);
  });
});
