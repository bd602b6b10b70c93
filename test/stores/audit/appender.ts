// One of several processes that add to one audit log: started with fork(), told by a message when to begin.
import { keyRing } from "@second-factor/core";
import { openLibsql, postgresDatabase, sqlAuditLog } from "@second-factor/sql";
import pg from "pg";
import { event } from "../../../packages/sql/test/audit/log-under-test.js";

export interface Append {
  /** What its events are numbered from. */
  readonly from: number;
  readonly events: number;
}

const { DATABASE = "", KEYS } = process.env;
const pool = DATABASE.startsWith("postgres")
  ? new pg.Pool({ connectionString: DATABASE, max: 2 })
  : null;
// What is tested is that nothing is lost, not how long a crowded test machine takes.
const patience = 20_000;
const database =
  pool === null
    ? await openLibsql(DATABASE, { busyTimeoutMilliseconds: patience })
    : postgresDatabase(pool, { deadlineMilliseconds: patience });
const log = sqlAuditLog(database, { keys: keyRing(KEYS), delayMilliseconds: 0 });

process.on("message", async ({ from, events }: Append) => {
  for (let index = from; index < from + events; index += 1) {
    log.sink(event(index));
    // Many small batches: every one is a race.
    if (index % 5 === 0) await log.flush();
  }
  await log.flush();
  process.send?.({ dropped: log.dropped });
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
