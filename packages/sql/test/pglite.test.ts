import { PGlite } from "@electric-sql/pglite";
import type { Records } from "@second-factor/core/stores";
import {
  migrate,
  type PostgresDatabase,
  pgliteDatabase,
  sqlLimits,
  sqlRecords,
} from "@second-factor/sql";
import { limitsContract, recordsContract } from "@second-factor/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activation, change, everyCall, pending } from "./every-call.js";

let pglite: PGlite;
let database: PostgresDatabase;
beforeAll(async () => {
  pglite = new PGlite();
  database = pgliteDatabase(pglite);
  const unlaid = sqlRecords(database).forNamespace("app");
  await expect(unlaid.load("ada")).rejects.toThrow("run migrate(database) once");
  await migrate(database);
}, 60_000);
afterAll(() => pglite?.close());

async function empty(): Promise<void> {
  await pglite.exec(
    `TRUNCATE second_factor_subjects, second_factor_authenticators, second_factor_recovery_codes,
      second_factor_revoked_marks, second_factor_accounts, second_factor_limits`,
  );
}

const close = async () => {};

recordsContract(
  { describe, it },
  {
    name: "PGlite",
    async open() {
      await empty();
      return { stores: [sqlRecords(database)], close };
    },
  },
);

limitsContract(
  { describe, it },
  {
    name: "PGlite",
    async open() {
      await empty();
      return { limits: [sqlLimits(database)], close };
    },
    ownClock: true,
  },
);

describe("records in the PostgreSQL dialect", () => {
  it("takes one statement for every verdict, without bytes, so that any driver can carry it", async () => {
    await empty();
    const texts: string[] = [];
    const recorded: PostgresDatabase = {
      dialect: "postgres",
      query(statement) {
        texts.push(statement.text);
        for (const value of statement.values) expect(value).not.toBeInstanceOf(Uint8Array);
        return database.query(statement);
      },
    };
    const records = sqlRecords(recorded).forNamespace("app");
    for (const method of Object.keys(everyCall) as (keyof Records)[]) {
      texts.length = 0;
      await everyCall[method](records);
      expect(texts.length, method).toBe(1);
    }
  });

  it("changes nothing at all where a part of a verdict fails", async () => {
    await empty();
    const records = sqlRecords(database).forNamespace("app");
    await records.begin("ada", pending);
    const twice = { ...activation, recoveryDigests: ["same", "same"] };
    await expect(records.activate("ada", "phone", twice, change)).rejects.toThrow(/unique/);
    expect(await records.load("ada")).toMatchObject({
      epoch: "",
      authenticators: [],
      recoveryCodesRemaining: 0,
      pending: { id: "phone" },
    });
    expect(await records.activate("ada", "phone", activation, change)).toBe(true);
  });

  it("gives a subject nobody has seen its first recovery codes", async () => {
    await empty();
    const records = sqlRecords(database).forNamespace("app");
    const stale = { ...change, from: "elsewhere" };
    expect(await records.replaceRecoveryCodes("ada", ["a"], stale)).toBe(false);
    expect(await records.replaceRecoveryCodes("ada", ["a", "b"], change)).toBe(true);
    expect(await records.replaceRecoveryCodes("ada", ["c"], change)).toBe(false);
    expect(await records.load("ada")).toMatchObject({ epoch: "one", recoveryCodesRemaining: 2 });
  });

  it("keeps a digest that stands in the old set and in the new one", async () => {
    await empty();
    const records = sqlRecords(database).forNamespace("app");
    await records.replaceRecoveryCodes("ada", ["a", "b"], change);
    const next = { from: "one", to: "two", at: 6 };
    expect(await records.replaceRecoveryCodes("ada", ["b", "c"], next)).toBe(true);
    expect((await records.redeemRecoveryCode("ada", "b")).redeemed).toBe(true);
    expect((await records.redeemRecoveryCode("ada", "a")).redeemed).toBe(false);
  });

  it("refuses ids that PostgreSQL cannot store or tell apart", async () => {
    const records = sqlRecords(database).forNamespace("app");
    for (const id of ["\ud800", "a\udfffb"])
      await expect(records.load(id)).rejects.toThrow("not well-formed");
    await expect(records.load("a\u0000b")).rejects.toThrow(TypeError);
    await expect(records.countFailure("a\u0000b", 1, 1)).rejects.toThrow("U+0000");
  });

  it("forgets revoked marks that expired before the last acceptance, so that they do not pile up", async () => {
    await empty();
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
});
