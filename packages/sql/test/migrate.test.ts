import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { keyRing } from "@second-factor/core";
import {
  migrate,
  openLibsql,
  postgresSchema,
  sqliteSchema,
  sqlLimits,
  sqlRecords,
  verifyAuditLog,
} from "@second-factor/sql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newKey } from "./audit/log-under-test.js";
import { temporaryFolder } from "./open-databases.js";

describe("schema", () => {
  for (const [dialect, text] of Object.entries({
    sqlite: sqliteSchema,
    postgres: postgresSchema,
  })) {
    it(`is the same text in the package's file and in its code (${dialect})`, async () => {
      const file = new URL(`../schema/${dialect}.sql`, import.meta.url);
      expect(text).toBe(await readFile(file, "utf8"));
    });
  }

  it("has the same tables and columns in both dialects", () => {
    const columnsOf = (text: string) =>
      [...text.matchAll(/^CREATE TABLE IF NOT EXISTS (\w+) \((.*?)^\)/gms)].map(
        ([, table, body]) => [
          table,
          ...[...(body ?? "").matchAll(/^ {2}([a-z_]+) /gm)].map(([, column]) => column),
        ],
      );
    expect(columnsOf(postgresSchema)).toEqual(columnsOf(sqliteSchema));
    expect(columnsOf(sqliteSchema).flat().length).toBeGreaterThan(40);
  });

  it("can be laid from the file alone, twice, and is then up to date", async () => {
    const client = createClient({ url: ":memory:" });
    await client.executeMultiple(sqliteSchema);
    await client.executeMultiple(sqliteSchema);
    const { rows } = await client.execute("SELECT version FROM second_factor_schema");
    expect(rows.map((row) => row.version)).toEqual([4]);
    client.close();
  });
});

describe("migrate", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let url: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    url = `file:${join(folder.path, "records.db")}`;
  });
  afterEach(() => folder.remove());

  it("runs again, and by several clients at once, without losing anything", async () => {
    const databases = await Promise.all([openLibsql(url), openLibsql(url), openLibsql(url)]);
    await Promise.all(databases.map(migrate));
    const [database] = databases;
    const records = sqlRecords(database).forNamespace("app");
    await records.countFailure("ada", 1, 60);
    await Promise.all(databases.map(migrate));
    expect((await records.load("ada")).failures.count).toBe(1);
    const versions = await database.query({
      text: "SELECT version FROM second_factor_schema",
      values: [],
      returns: "rows",
    });
    expect(versions.rows).toEqual([{ version: 4 }]);
    for (const each of databases) each.close();
  });

  it.each([
    { version: 1, before: "-- Short budgets" },
    { version: 2, before: "-- The audit log" },
    { version: 3, before: "-- What few subjects" },
  ])(
    "brings a database of version $version up to date, with all that is in it",
    async ({ version, before }) => {
      const [first = ""] = sqliteSchema.split(before);
      const client = createClient({ url });
      await client.executeMultiple(
        `${first} INSERT INTO second_factor_schema (version) VALUES (${version});`,
      );
      const database = await openLibsql(url);
      const records = sqlRecords(database).forNamespace("app");
      await records.countFailure("ada", 1, 60);
      expect(await sqlRecords(database).check?.()).toMatchObject([
        { code: "store_tables_missing", remedy: "Run migrate(database) once." },
      ]);
      await expect(records.load("ada")).rejects.toThrow("run migrate(database) once");
      await migrate(database);
      expect((await records.load("ada")).failures.count).toBe(1);
      const limiter = sqlLimits(database).limiter(
        { name: "short", points: 5, durationSeconds: 60 },
        { now: () => 0 },
      );
      expect(await limiter.consume("ada")).toMatchObject({ remainingPoints: 4 });
      expect(await verifyAuditLog(database, { keys: keyRing(newKey("k1")) })).toMatchObject({
        verified: true,
        rows: 0,
      });
      expect(await sqlRecords(database).check?.()).toEqual([]);
      database.close();
      client.close();
    },
  );

  it("opens files for several processes: write-ahead log, a busy timeout on every connection, full sync", async () => {
    const database = await openLibsql(url, { busyTimeoutMilliseconds: 750 });
    const pragma = async (name: string) =>
      (await database.query({ text: `PRAGMA ${name}`, values: [], returns: "rows" })).rows[0];
    expect(await pragma("journal_mode")).toEqual({ journal_mode: "wal" });
    expect(await pragma("busy_timeout")).toEqual({ timeout: 750 });
    expect(await pragma("synchronous")).toEqual({ synchronous: 2 });
    database.close();
  });
});
