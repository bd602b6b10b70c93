import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { migrate, openLibsql, sqliteSchema, sqlRecords } from "@second-factor/sql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./open-databases.js";

describe("schema", () => {
  it("is the same text in the package's file and in its code", async () => {
    const file = await readFile(new URL("../schema/sqlite.sql", import.meta.url), "utf8");
    expect(sqliteSchema).toBe(file);
  });

  it("can be laid from the file alone, twice, and is then up to date", async () => {
    const client = createClient({ url: ":memory:" });
    await client.executeMultiple(sqliteSchema);
    await client.executeMultiple(sqliteSchema);
    const { rows } = await client.execute("SELECT version FROM second_factor_schema");
    expect(rows.map((row) => row.version)).toEqual([1]);
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
    expect(versions.rows).toEqual([{ version: 1 }]);
    for (const each of databases) each.close();
  });

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
