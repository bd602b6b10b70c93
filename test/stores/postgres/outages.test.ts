import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import type { Records } from "@second-factor/core/stores";
import { postgresDatabase, sqlRecords } from "@second-factor/sql";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { type OpenedPostgres, openPostgres } from "./open-postgres.js";

let server: PostgresServer;
let opened: OpenedPostgres;
let pool: pg.Pool;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.close());
beforeEach(async () => {
  opened = await openPostgres(server);
  pool = new pg.Pool({ connectionString: opened.url, max: 1 });
});
afterEach(async () => {
  await Promise.all([pool.end(), opened.close()]);
});

const recordsOver = (options: Parameters<typeof postgresDatabase>[1]): Records =>
  sqlRecords(postgresDatabase(pool, options)).forNamespace("app");
const count = (records: Records) => records.countFailure("ada", 1, 60);
const counted = async (records: Records) => (await records.load("ada")).failures.count;
const waitingForLocks = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

/** Not `once` of node:events, which rejects with the error that is emitted too. */
const connectionRemoved = () =>
  new Promise<void>((resolve) => pool.once("remove", () => resolve()));

/** Somebody else has the subject's row, until this is called. */
async function holdSubject(records: Records): Promise<() => Promise<unknown>> {
  await count(records);
  await opened.run("BEGIN");
  await opened.run("SELECT 1 FROM second_factor_subjects FOR UPDATE");
  return () => opened.run("COMMIT");
}

describe("a pool whose connections are all taken", () => {
  it("is waited for no longer than the deadline, and what gave up never runs afterwards", async () => {
    const records = recordsOver({ deadlineMilliseconds: 200 });
    const taken = await pool.connect();
    await assert.rejects(count(records), /no answer within 200 ms/);
    taken.release();
    assert.equal(await counted(records), 0, "a call that was given up ran all the same");
    assert.equal(pool.totalCount, 1, "the connection that came too late was not given back");
  });

  it("is waited for by so many and no more; the others are refused at once", async () => {
    const records = recordsOver({ deadlineMilliseconds: 30_000, maxWaiting: 3 });
    const taken = await pool.connect();
    const waiting = [1, 2, 3].map(() => count(records));
    await assert.rejects(count(records), /3 callers are waiting for a connection/);
    taken.release();
    await Promise.all(waiting);
    assert.equal(await counted(records), 3);
    assert.equal(pool.waitingCount, 0);
  });

  it("does not hold up a burst that it can serve", async () => {
    const records = recordsOver({ deadlineMilliseconds: 30_000 });
    await Promise.all(Array.from({ length: 100 }, () => count(records)));
    assert.equal(await counted(records), 100);
  });
});

describe("a query without an answer", () => {
  it("is rejected at the deadline and its connection closed, since nobody knows what becomes of it", async () => {
    const records = recordsOver({ deadlineMilliseconds: 200 });
    const release = await holdSubject(records);
    const closed = connectionRemoved();
    await assert.rejects(count(records), /no answer within 200 ms/);
    await closed;
    assert.equal(pool.totalCount, 0, "the connection went back into the pool");
    await release();
    // The server may still carry it out, once: what is certain is that it was not sent twice.
    assert.ok((await counted(records)) <= 2);
    await count(records);
  });

  it("is rejected when its connection is killed, and the next one works", async () => {
    const records = recordsOver({ deadlineMilliseconds: 30_000 });
    const release = await holdSubject(records);
    const other = new pg.Client(opened.url);
    await other.connect();
    const hanging = count(records);
    hanging.catch(() => {});
    let pid: number | undefined;
    while (pid === undefined) pid = (await other.query(waitingForLocks)).rows[0]?.pid;
    await other.query("SELECT pg_terminate_backend($1)", [pid]);
    await assert.rejects(hanging);
    await release();
    assert.equal(await counted(records), 1, "what was killed ran all the same");
    await other.end();
  });
});

describe("a connection that breaks", () => {
  it("neither ends the process nor the pool, idle or in use", async () => {
    const records = recordsOver({});
    for (let round = 0; round < 3; round += 1) {
      await count(records);
      const removed = connectionRemoved();
      await opened.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
      await removed;
    }
    assert.equal(await counted(records), 3);
  });

  it("is kept where the server only refused the statement", async () => {
    const database = postgresDatabase(pool);
    await assert.rejects(database.query({ text: "SELECT 1 / 0", values: [] }), { code: "22012" });
    await assert.rejects(database.query({ text: "SELECT nonsense", values: [] }));
    assert.deepEqual([pool.totalCount, pool.idleCount], [1, 1]);
    const named = (
      await database.query({ text: "SELECT name FROM pg_prepared_statements", values: [] })
    ).rows;
    assert.match(String(named[0]?.name), /^second_factor_\w{14}$/);
  });
});

describe("a deadlock with somebody else's transaction", () => {
  it("is rejected or waited out, and never half done", async () => {
    const records = recordsOver({ deadlineMilliseconds: 30_000 });
    const parameters = { algorithm: "SHA1", digits: 6, period: 30 } as const;
    const sealedSecret = new Uint8Array([1]);
    const pending = { id: "phone", name: "", parameters, sealedSecret, startedBy: "", epoch: "" };
    await records.begin("ada", { ...pending, expiresAt: 1 });
    const change = { from: "", to: "one", at: 1 };
    await records.activate(
      "ada",
      "phone",
      { sealedSecret, lastStep: 1, recoveryDigests: [] },
      change,
    );
    for (let step = 2; step < 5; step += 1) {
      await count(records);
      await opened.run("BEGIN");
      await opened.run("SELECT 1 FROM second_factor_authenticators FOR UPDATE");
      const accepting = records
        .acceptStep("ada", "phone", { first: step, last: step }, 1)
        .catch(() => null);
      while ((await opened.run(waitingForLocks)).rows.length === 0) await wait(1);
      const theirs = opened
        .run("UPDATE second_factor_subjects SET pending_name = NULL")
        .catch(() => null);
      const [accepted] = await Promise.all([accepting, theirs]);
      await opened.run("ROLLBACK");
      const { authenticators, failures } = await records.load("ada");
      const whole = [authenticators[0]?.lastStep === step, failures.inARow === 0];
      assert.deepEqual(whole, accepted === true ? [true, true] : [false, false]);
    }
  });
});
