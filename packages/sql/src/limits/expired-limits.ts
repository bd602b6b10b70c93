import { queryRows } from "../query-rows.js";
import type { SqlDatabase } from "../sql-database.js";

const pauseMilliseconds = 300_000;
/** So that processes whose clocks differ leave each other's windows alone. */
const graceMilliseconds = 3_600_000;
/** Few enough to take no time anybody would notice. */
const most = 1000;

/**
 * Deletes what ended an hour ago, at most every five minutes, and at once again where there was more than a batch of
 * it. Its caller does not wait; where it fails, it is as if it had not been called.
 */
export function expiredLimits(database: SqlDatabase): { clear(): void } {
  // Two that clear at the same time take different rows.
  const skipLocked = database.dialect === "postgres" ? "FOR UPDATE SKIP LOCKED" : "";
  // The condition stands twice, for a row that opened a new window meanwhile.
  const text = `
    DELETE FROM second_factor_limits WHERE expire < $1 AND key IN (
      SELECT key FROM second_factor_limits WHERE expire < $1 ORDER BY expire LIMIT ${most} ${skipLocked})
    RETURNING 1 AS deleted`;
  let next = 0;

  async function clear(now: number): Promise<void> {
    next = now + pauseMilliseconds;
    const deleted = await queryRows(database, text, [now - graceMilliseconds]);
    if (deleted.length === most) next = now;
  }

  return {
    clear() {
      const now = Date.now();
      if (now >= next) clear(now).catch(() => {});
    },
  };
}
