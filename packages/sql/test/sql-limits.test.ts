import { type SqliteDatabase, sqlLimits } from "@second-factor/sql";
import { limitsContract } from "@second-factor/testing";
import { describe, expect, it, vi } from "vitest";
import { openers, openFile } from "./open-databases.js";

for (const { name, open } of openers) {
  limitsContract(
    { describe, it },
    {
      name,
      async open() {
        const { databases, close } = await open();
        return { limits: databases.map(sqlLimits), close };
      },
      ownClock: true,
    },
  );
}

const clock = { now: () => 0 };
const budget = { name: "short", points: 5, durationSeconds: 900 };

async function withFile(body: (database: SqliteDatabase) => Promise<void>): Promise<void> {
  const { databases, close } = await openFile(1);
  try {
    await body(databases[0] as SqliteDatabase);
  } finally {
    vi.useRealTimers();
    await close();
  }
}

async function countRows(database: SqliteDatabase): Promise<number> {
  const text = "SELECT COUNT(*) AS rows FROM second_factor_limits";
  return Number((await database.query({ text, values: [], returns: "rows" })).rows[0]?.rows);
}

describe("sql limits", () => {
  // Without an end a row would stay spent for ever.
  it.each([{ points: 0 }, { points: 1.5 }, { durationSeconds: 0 }, { durationSeconds: 0.5 }])(
    "gets no budget that is none: %j",
    (odd) =>
      withFile(async (database) => {
        const open = () => sqlLimits(database).limiter({ ...budget, ...odd }, clock);
        expect(open).toThrow("[budget_invalid]");
      }),
  );

  it("tells what was consumed and what remains, to whom was refused too", () =>
    withFile(async (database) => {
      const limiter = sqlLimits(database).limiter(budget, clock);
      for (let spent = 1; spent <= 5; spent += 1) {
        const state = await limiter.consume("ada");
        expect(state).toMatchObject({ consumedPoints: spent, remainingPoints: 5 - spent });
      }
      for (let refused = 0; refused < 3; refused += 1) {
        await expect(limiter.consume("ada")).rejects.toMatchObject({ remainingPoints: 0 });
      }
      expect(await limiter.get("ada")).toMatchObject({ consumedPoints: 8, remainingPoints: 0 });
    }));

  it("ends a window with its duration, however many tries were refused in it", () =>
    withFile(async (database) => {
      vi.useFakeTimers({ toFake: ["Date"], now: 1_767_225_600_000 });
      const limiter = sqlLimits(database).limiter(budget, clock);
      for (let spent = 0; spent < 5; spent += 1) await limiter.consume("ada");
      for (const seconds of [300, 300, 299]) {
        vi.setSystemTime(Date.now() + seconds * 1000);
        await expect(limiter.consume("ada")).rejects.toMatchObject({ remainingPoints: 0 });
      }
      vi.setSystemTime(Date.now() + 1000);
      expect(await limiter.get("ada")).toBeNull();
      expect(await limiter.consume("ada")).toMatchObject({ remainingPoints: 4 });
    }));

  it("deletes what ended an hour ago beside the tries, in batches, and nothing else", () =>
    withFile(async (database) => {
      vi.useFakeTimers({ toFake: ["Date"], now: 1_767_225_600_000 });
      const limits = sqlLimits(database);
      const limiter = limits.limiter(budget, clock);
      const values = [Date.now() + 1000];
      const text = `INSERT INTO second_factor_limits (key, points, expire)
        WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1500)
        SELECT 'old:' || n, 1, ?1 FROM n`;
      await limiter.consume("first");
      await database.query({ text, values, returns: "changes" });
      vi.setSystemTime(Date.now() + 3_600_000);
      await limiter.consume("ada");
      expect(await countRows(database), "an hour has not passed since they ended").toBe(1502);
      vi.setSystemTime(Date.now() + 300_000);
      await limiter.consume("ada");
      expect(await countRows(database), "a first batch").toBe(502);
      await limiter.consume("ada");
      expect(await countRows(database), "the rest: Ada, and the first, 5 minutes too young").toBe(
        2,
      );
      vi.setSystemTime(Date.now() + 900_000);
      await limiter.consume("ada");
      expect(await countRows(database), "what ended is cleared at the next pass").toBe(1);
    }));

  it("says what to do where the tables are missing", () =>
    withFile(async (database) => {
      await database.query({
        text: "DROP TABLE second_factor_limits",
        values: [],
        returns: "changes",
      });
      const limiter = sqlLimits(database).limiter(budget, clock);
      await expect(limiter.consume("ada")).rejects.toThrow("run migrate(database) once");
    }));
});
