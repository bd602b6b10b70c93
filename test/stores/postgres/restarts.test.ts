import assert from "node:assert/strict";
import { postgresDatabase, sqlLimits, sqlRecords } from "@second-factor/sql";
import pg from "pg";
import { afterAll, beforeAll, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../servers/index.js";
import { openPostgres } from "./open-postgres.js";

let server: PostgresServer;
let url: string;
beforeAll(async () => {
  server = await startPostgres();
  const opened = await openPostgres(server);
  url = opened.url;
  await opened.close();
});
afterAll(() => server?.close());

const budget = { name: "short", points: 5, durationSeconds: 900 };

const outages: Readonly<Record<string, { begin(): Promise<void>; end(): Promise<void> }>> = {
  "is frozen": { begin: async () => server.pause(), end: async () => server.resume() },
  "is stopped": { begin: () => server.stop(), end: () => server.restart() },
  "loses its power": { begin: () => server.kill(), end: () => server.restart() },
};

for (const [what, { begin, end }] of Object.entries(outages)) {
  it(`is refused while the server ${what}, and works again by itself`, async () => {
    const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 500 });
    const database = postgresDatabase(pool, { deadlineMilliseconds: 500 });
    const records = sqlRecords(database).forNamespace(what);
    const limiter = sqlLimits(database).limiter({ ...budget, name: what }, { now: () => 0 });
    const count = () => records.countFailure("ada", 1, 60);
    await Promise.all([count(), count(), count()]);
    await limiter.consume("ada");

    await begin();
    const asked = await Promise.allSettled([
      ...Array.from({ length: 20 }, count),
      limiter.consume("ada"),
      limiter.get("ada"),
    ]);
    for (const { status, ...rest } of asked) {
      assert.equal(status, "rejected", "an answer without a server");
      const { reason } = rest as PromiseRejectedResult;
      assert.ok(reason instanceof Error, "an outage that looks like a verdict");
    }
    await end();

    // What was on its way when the connection broke may be refused once more; nothing has to be done about it.
    let tries = 0;
    while (
      tries < 50 &&
      !(await count().then(
        () => true,
        () => false,
      ))
    )
      tries += 1;
    const { failures } = await records.load("ada");
    assert.ok(failures.count >= 4 && failures.count <= 24 + tries, `${failures.count} failures`);
    assert.ok((await limiter.get("ada")) !== null, "the budget was forgotten");
    await pool.end();
  });
}
