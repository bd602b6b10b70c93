import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import type { StoreFinding } from "@second-factor/core/stores";
import {
  libsqlDatabase,
  migrate,
  openLibsql,
  type SqliteDatabase,
  sqlLimits,
  sqlRecords,
} from "@second-factor/sql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./open-databases.js";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let url: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  url = `file:${join(folder.path, "records.db")}`;
});
afterEach(() => folder.remove());

async function checkBoth(database: SqliteDatabase): Promise<readonly StoreFinding[]> {
  const found = await sqlRecords(database).check?.();
  expect(await sqlLimits(database).check?.()).toEqual(found);
  return found ?? [];
}

const run = (database: SqliteDatabase, text: string) =>
  database.query({ text, values: [], returns: "rows" });

describe("check of SQLite", () => {
  it("finds nothing where all is well", async () => {
    const database = await openLibsql(url);
    await migrate(database);
    expect(await checkBoth(database)).toEqual([]);
    database.close();
    const memory = await openLibsql(":memory:");
    await migrate(memory);
    expect(await checkBoth(memory)).toEqual([]);
    memory.close();
  });

  it("finds tables that are missing, too old or too new", async () => {
    const database = await openLibsql(url);
    const [missing] = await checkBoth(database);
    expect(missing).toMatchObject({ severity: "error", code: "store_tables_missing" });
    expect(missing?.problem).toContain("records.db");
    expect(missing?.remedy).toContain("migrate(database) once");
    await migrate(database);
    await run(database, "UPDATE second_factor_schema SET version = 1");
    expect(await checkBoth(database)).toMatchObject([
      { code: "store_tables_missing", remedy: "Run migrate(database) once." },
    ]);
    await run(database, "UPDATE second_factor_schema SET version = 99");
    const [newer] = await checkBoth(database);
    expect(newer).toMatchObject({ code: "store_tables_missing" });
    expect(newer?.remedy).toContain("Update @second-factor/sql");
    database.close();
  });

  it("finds a database that it may not write", async () => {
    const database = await openLibsql(url);
    await migrate(database);
    await run(database, "PRAGMA query_only = ON");
    expect(await checkBoth(database)).toMatchObject([
      { severity: "error", code: "store_read_only" },
    ]);
    database.close();
  });

  it("finds settings that break a promise: no write-ahead log, less than full sync", async () => {
    const database = libsqlDatabase(createClient({ url }));
    await migrate(database);
    await run(database, "PRAGMA synchronous = NORMAL");
    expect(await checkBoth(database)).toMatchObject([
      { severity: "warning", code: "store_client_unsafe" },
      { severity: "warning", code: "store_may_lose" },
    ]);
  });

  it("finds a file that is no database", async () => {
    const file = join(folder.path, "records.db");
    await writeFile(file, "no database ".repeat(1000));
    const database = libsqlDatabase(createClient({ url }));
    expect(await checkBoth(database)).toMatchObject([
      { severity: "error", code: "store_unreachable" },
    ]);
  });

  it("names the path where there is no folder for the file", async () => {
    const missing = join(folder.path, "missing", "records.db");
    await expect(openLibsql(`file:${missing}`)).rejects.toThrow(
      `openLibsql cannot open file:${missing}: the folder must be there`,
    );
  });
});
