import type { Records } from "@second-factor/core/stores";
import {
  libsqlDatabase,
  migrate,
  openLibsql,
  type SqliteDatabase,
  type SqlStatement,
  sqlRecords,
} from "@second-factor/sql";
import { recordsContract } from "@second-factor/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { activation, change, everyCall, pending } from "./every-call.js";
import { openers, openFile } from "./open-databases.js";

for (const { name, open } of openers) {
  recordsContract(
    { describe, it },
    {
      name,
      async open() {
        const { databases, close } = await open();
        return { stores: databases.map((database) => sqlRecords(database)), close };
      },
    },
  );
}

describe("sql records", () => {
  let database: SqliteDatabase & { close(): void };
  const trips: (readonly SqlStatement[])[] = [];
  const recorded = (): SqliteDatabase => ({
    dialect: "sqlite",
    query(statement) {
      trips.push([statement]);
      return database.query(statement);
    },
    batch(statements) {
      trips.push(statements);
      return database.batch(statements);
    },
  });

  beforeEach(async () => {
    database = await openLibsql(":memory:");
    trips.length = 0;
  });
  afterEach(() => database.close());

  it("is durable", () => {
    expect(sqlRecords(database).durability).toBe("durable");
  });

  it("says what to do where the tables are missing", async () => {
    for (const method of Object.keys(everyCall) as (keyof Records)[]) {
      const asked = everyCall[method](sqlRecords(database).forNamespace("app"));
      await expect(asked, method).rejects.toThrow("run migrate(database) once");
    }
  });

  it("takes one trip for every verdict", async () => {
    await migrate(database);
    const records = sqlRecords(recorded()).forNamespace("app");
    for (const method of Object.keys(everyCall) as (keyof Records)[]) {
      trips.length = 0;
      await everyCall[method](records);
      expect(trips.length, method).toBe(1);
    }
  });

  it("reaches rows by their key alone, so that a verify costs the same among a million subjects", async () => {
    await migrate(database);
    const records = sqlRecords(recorded()).forNamespace("app");
    for (const call of Object.values(everyCall)) await call(records);
    const statements = trips.flat();
    expect(statements.length).toBeGreaterThan(50);
    for (const { text, values } of statements) {
      const { rows } = await database.query({
        text: `EXPLAIN QUERY PLAN ${text}`,
        values,
        returns: "rows",
      });
      const steps = rows.map((row) => String(row.detail));
      for (const step of steps.filter(
        (detail) => detail.includes("second_factor") || /^\w+ [a-z]\b/.test(detail),
      )) {
        // A page of a walk begins behind a key; all else has the key itself.
        expect(step, text).toMatch(
          /^SEARCH .* USING (PRIMARY KEY|COVERING INDEX .*|INDEX .*) \(namespace=\? AND subject_id(=\?|>\?\)$)/,
        );
      }
      expect(steps.join(), text).not.toMatch(/SCAN (second_factor|[a-z]\b)/);
    }
  });

  it("changes nothing at all where a batch fails in the middle", async () => {
    await migrate(database);
    const records = sqlRecords(database).forNamespace("app");
    await records.begin("ada", pending);
    const twice = { ...activation, recoveryDigests: ["same", "same"] };
    await expect(records.activate("ada", "phone", twice, change)).rejects.toThrow(/UNIQUE/);
    const record = await records.load("ada");
    expect(record).toMatchObject({
      epoch: "",
      authenticators: [],
      recoveryCodesRemaining: 0,
      pending: { id: "phone" },
    });
    expect(await records.activate("ada", "phone", activation, change)).toBe(true);
  });

  it("refuses ids that UTF-8 cannot tell apart, instead of giving two subjects one row", async () => {
    await migrate(database);
    const records = sqlRecords(database).forNamespace("app");
    for (const id of ["\ud800", "a\udfffb"])
      await expect(records.load(id)).rejects.toThrow("not well-formed");
    await records.countFailure("a\u0000b", 1, 1);
    expect((await records.load("a\u0000b")).failures.count).toBe(1);
    expect((await records.load("a")).failures.count).toBe(0);
    expect((await records.load("a\u0000c")).failures.count).toBe(0);
  });

  it("forgets revoked marks that expired before the last acceptance, so that they do not pile up", async () => {
    await migrate(database);
    const records = sqlRecords(database).forNamespace("app");
    await records.begin("ada", pending);
    await records.activate("ada", "phone", activation, change);
    for (let day = 1; day <= 20; day += 1) {
      await records.acceptStep("ada", "phone", { first: day + 1, last: day + 1 }, day * 86_400_000);
      await records.revokeMark("ada", `mark-${day}`, day * 86_400_000 + 900_000);
    }
    expect((await records.load("ada")).revokedMarks).toEqual([
      { id: "mark-20", expiresAt: 1_728_900_000 },
    ]);
  });

  it("outlives its process: another client finds what the first one wrote", async () => {
    const { databases, close } = await openFile();
    const [first, second] = databases.map((each) => sqlRecords(each).forNamespace("app"));
    await first?.begin("ada", pending);
    await first?.activate("ada", "phone", activation, change);
    expect(await second?.acceptStep("ada", "phone", { first: 2, last: 2 }, 9)).toBe(true);
    expect(await first?.acceptStep("ada", "phone", { first: 2, last: 2 }, 9)).toBe(false);
    await close();
  });

  it("reads integers however the client was told to give them", async () => {
    const { createClient } = await import("@libsql/client");
    for (const intMode of ["number", "bigint", "string"] as const) {
      const client = createClient({ url: ":memory:", intMode });
      const modal = libsqlDatabase(client);
      await migrate(modal);
      const records = sqlRecords(modal).forNamespace("app");
      await records.countFailure("ada", 1_767_225_600_000, 60);
      expect((await records.load("ada")).failures).toEqual({
        since: 1_767_225_600_000,
        count: 1,
        inARow: 1,
      });
      expect(await records.redeemRecoveryCode("ada", "x")).toEqual({
        redeemed: false,
        remaining: 0,
      });
      client.close();
    }
  });
});
