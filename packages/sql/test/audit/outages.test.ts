import type { KeyRing } from "@second-factor/core";
import {
  type Checkpoint,
  migrate,
  openLibsql,
  type SqliteDatabase,
  verifyAuditLog,
} from "@second-factor/sql";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queryRows } from "../../src/query-rows.js";
import { event, logOf, newRings } from "./log-under-test.js";

let opened: Awaited<ReturnType<typeof openLibsql>>;
let keys: KeyRing;
beforeEach(async () => {
  opened = await openLibsql(":memory:");
  await migrate(opened);
  keys = newRings().current;
});
afterEach(() => {
  vi.useRealTimers();
  opened.close();
});

/** Writes go through, or are lost on the way there, or are done and their answer is lost on the way back. */
function flaky() {
  const state = { writes: "done" as "done" | "lost" | "unanswered", calls: 0 };
  const database: SqliteDatabase = {
    ...opened,
    async query(statement) {
      if (statement.returns === "rows") return opened.query(statement);
      state.calls += 1;
      if (state.writes === "lost") throw new Error("no database");
      const result = await opened.query(statement);
      if (state.writes === "unanswered") throw new Error("no answer");
      return result;
    },
  };
  return { state, database };
}

const stored = async () => {
  const rows = await queryRows(opened, "SELECT event FROM second_factor_audit ORDER BY number");
  return rows.map((row) => JSON.parse(String(row.event)));
};

describe("an audit log whose database is away", () => {
  it("keeps what it has room for, counts the rest, and tells of the gap when the database is back", async () => {
    const { state, database } = flaky();
    const problems: unknown[] = [];
    const log = logOf(database, {
      keys,
      mostQueued: 5,
      onProblem: (error) => problems.push(error),
    });
    state.writes = "lost";
    for (let index = 1; index <= 12; index += 1) log.sink(event(index));
    expect(log.dropped).toBe(7);
    await expect(log.flush()).rejects.toThrow("no database");
    expect(problems).toHaveLength(1);
    log.sink(event(13));
    expect(log.dropped).toBe(8);
    state.writes = "done";
    await log.flush();
    log.sink(event(14));
    await log.flush();
    expect((await stored()).map(({ correlationId, lost }) => lost ?? correlationId)).toEqual([
      ...[1, 2, 3, 4, 5].map((index) => `request-${index}`),
      8,
      "request-14",
    ]);
    expect((await stored())[5]).toMatchObject({ type: "audit.gap", outcome: "failure", lost: 8 });
    expect((await verifyAuditLog(opened, { keys })).verified).toBe(true);
  });

  it("writes nothing twice where a write was done and its answer lost, though others write meanwhile", async () => {
    const { state, database } = flaky();
    const log = logOf(database, { keys });
    const other = logOf(opened, { keys });
    for (const index of [1, 2]) log.sink(event(index));
    state.writes = "unanswered";
    await expect(log.flush()).rejects.toThrow("no answer");
    other.sink(event(3));
    await other.flush();
    log.sink(event(4));
    state.writes = "done";
    await log.flush();
    state.writes = "lost";
    log.sink(event(5));
    await expect(log.flush()).rejects.toThrow("no database");
    other.sink(event(6));
    await other.flush();
    state.writes = "done";
    await log.flush();
    expect((await stored()).map(({ correlationId }) => correlationId)).toEqual(
      [1, 2, 3, 4, 6, 5].map((index) => `request-${index}`),
    );
    expect((await verifyAuditLog(opened, { keys })).verified).toBe(true);
  });

  it("tries again by itself, later each time, and takes new events at once when it is back", async () => {
    vi.useFakeTimers();
    const { state, database } = flaky();
    const log = logOf(database, { keys });
    state.writes = "lost";
    log.sink(event(1));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.calls, "tries in a minute").toBeGreaterThan(10);
    expect(state.calls, "tries in a minute").toBeLessThan(20);
    state.writes = "done";
    await vi.advanceTimersByTimeAsync(5000);
    log.sink(event(2));
    await vi.advanceTimersByTimeAsync(1);
    expect(await stored()).toHaveLength(2);
  });

  it("takes no time of the one who hands an event over: many of them are one trip", async () => {
    const { state, database } = flaky();
    const log = logOf(database, { keys });
    for (let index = 1; index <= 200; index += 1) expect(log.sink(event(index))).toBeUndefined();
    expect(state.calls).toBe(0);
    await log.flush();
    expect(state.calls).toBe(1);
  });

  it("says what to do where the tables are missing", async () => {
    const bare = await openLibsql(":memory:");
    const log = logOf(bare, { keys });
    log.sink(event(1));
    await expect(log.flush()).rejects.toThrow("run migrate(database) once");
    bare.close();
  });
});

describe("checkpoints", () => {
  it("are handed out after so many rows, and again where nobody took one", async () => {
    const taken: Checkpoint[] = [];
    const problems: unknown[] = [];
    let away = true;
    const log = logOf(opened, {
      keys,
      clock: { now: () => 1_700_000_000_000 },
      checkpointEvery: { rows: 3 },
      onProblem: (error) => problems.push(error),
      async onCheckpoint(checkpoint) {
        if (away) throw new Error("no bucket");
        taken.push(checkpoint);
      },
    });
    for (const index of [1, 2, 3]) log.sink(event(index));
    await log.flush();
    await vi.waitFor(() => expect(problems).toHaveLength(1));
    away = false;
    log.sink(event(4));
    await log.flush();
    await vi.waitFor(() => expect(taken).toHaveLength(1));
    expect(taken[0]).toMatchObject({
      namespace: "default",
      number: 4,
      keyId: "k2",
      at: "2023-11-14T22:13:20.000Z",
    });
    expect((await verifyAuditLog(opened, { keys, checkpoints: taken })).verified).toBe(true);
  });

  it("are handed out after so many minutes where fewer rows were added", async () => {
    vi.useFakeTimers();
    const taken: number[] = [];
    const log = logOf(opened, {
      keys,
      checkpointEvery: { minutes: 2 },
      onCheckpoint: ({ number }) => void taken.push(number),
    });
    log.sink(event(1));
    await vi.advanceTimersByTimeAsync(119_000);
    expect(taken).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(taken).toEqual([1]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(taken, "no row, no checkpoint").toEqual([1]);
  });

  it("prove nothing where any part of one was changed, or another key signed it", async () => {
    const log = logOf(opened, { keys });
    expect(await log.checkpoint()).toMatchObject({ number: 0, mac: "" });
    log.sink(event(1));
    const checkpoint = await log.checkpoint();
    const changed: unknown[] = [
      { ...checkpoint, number: 2 },
      { ...checkpoint, mac: "A".repeat(43) },
      { ...checkpoint, namespace: "other" },
      { ...checkpoint, at: "2026-01-01T00:00:00.000Z" },
      { ...checkpoint, keyId: "k1" },
      { ...checkpoint, keyId: "k9" },
      { ...checkpoint, signature: undefined },
      { ...(await logOf(opened, { keys: newRings().current }).checkpoint()) },
      null,
      "text",
    ];
    for (const given of changed) {
      const options = { keys, checkpoints: [given as Checkpoint] };
      const { verified, faults } = await verifyAuditLog(opened, options);
      expect([verified, faults[0]?.fault], JSON.stringify(given)).toEqual([
        false,
        "checkpoint_invalid",
      ]);
    }
  });
});
