import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keyRing } from "@second-factor/core";
import {
  migrate,
  openLibsql,
  postgresDatabase,
  type SqlDatabase,
  verifyAuditLog,
} from "@second-factor/sql";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineAuditTests } from "../../../packages/sql/test/audit/define-audit-tests.js";
import { event, logOf, newKey } from "../../../packages/sql/test/audit/log-under-test.js";
import { bundleSources } from "../../run/bundle.mjs";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { temporaryFolder } from "../../servers/temporary-folder.js";
import { openPostgres } from "../postgres/open-postgres.js";
import type { Append } from "./appender.js";

let server: PostgresServer;
let program: string;
beforeAll(async () => {
  server = await startPostgres();
  const entry = fileURLToPath(new URL("appender.ts", import.meta.url));
  program = fileURLToPath(await bundleSources(entry, "audit-appender"));
});
afterAll(() => server?.close());

defineAuditTests("PostgreSQL, over two pools", () => openPostgres(server));

/** Three processes that each add so many events to one log at the same time. */
async function appendFromThree(url: string, keys: string, events: number): Promise<void> {
  const env = { ...process.env, DATABASE: url, KEYS: keys };
  const appenders: ChildProcess[] = [1, 2, 3].map(() => fork(program, { env }));
  await Promise.all(appenders.map((appender) => once(appender, "message")));
  const done = appenders.map((appender) => once(appender, "message"));
  for (const [index, appender] of appenders.entries())
    appender.send({ from: index * events, events } satisfies Append);
  for (const [answer] of await Promise.all(done)) assert.deepEqual(answer, { dropped: 0 });
  const exits = appenders.map((appender) => once(appender, "exit"));
  for (const appender of appenders) appender.disconnect();
  await Promise.all(exits);
}

async function mustBeOneChain(database: SqlDatabase, keys: string, rows: number): Promise<void> {
  const { faults, chains } = await verifyAuditLog(database, { keys: keyRing(keys) });
  assert.deepEqual(faults, [], "processes that add at once broke the chain");
  assert.deepEqual(chains, [{ namespace: "default", rows, last: rows, checkpoint: 0 }]);
}

describe("several processes that add to one audit log", () => {
  const keys = newKey("k1");

  it("make one chain of all their events on PostgreSQL", async () => {
    const opened = await openPostgres(server);
    await appendFromThree(opened.url, keys, 200);
    await mustBeOneChain(opened.databases[0]!, keys, 600);
    const text = "SELECT count(DISTINCT event) FROM second_factor_audit";
    assert.equal(Number((await opened.run(text)).rows[0].count), 600, "an event stands twice");
    await opened.close();
  });

  it("make one chain of all their events in a SQLite file", async () => {
    const folder = temporaryFolder("audit");
    const url = `file:${join(folder.path, "audit.db")}`;
    const database = await openLibsql(url, { busyTimeoutMilliseconds: 20_000 });
    await migrate(database);
    await appendFromThree(url, keys, 100);
    await mustBeOneChain(database, keys, 300);
    database.close();
    folder.remove();
  });
});

describe("an audit log on PostgreSQL", () => {
  it("needs no right to change or delete a row, and says which rights it lacks", async () => {
    const opened = await openPostgres(server);
    await opened.run("CREATE ROLE logger LOGIN");
    await opened.run("GRANT SELECT, INSERT ON second_factor_audit TO logger");
    const pool = new pg.Pool({ connectionString: opened.url.replace("postgres@", "logger@") });
    const ring = keyRing(newKey("k1"));
    const log = logOf(postgresDatabase(pool, { deadlineMilliseconds: 20_000 }), { keys: ring });
    log.sink(event(1));
    await log.flush();
    await expect(pool.query("UPDATE second_factor_audit SET event = ''")).rejects.toThrow(
      /permission denied/,
    );
    await opened.run("REVOKE INSERT ON second_factor_audit FROM logger");
    log.sink(event(2));
    await expect(log.flush()).rejects.toThrow(/permission denied/);
    await opened.run("GRANT INSERT ON second_factor_audit TO logger");
    await log.flush();
    const verdict = await verifyAuditLog(opened.databases[0]!, { keys: ring });
    assert.deepEqual([verdict.verified, verdict.rows], [true, 2]);
    await Promise.all([pool.end(), opened.close()]);
  });
});
