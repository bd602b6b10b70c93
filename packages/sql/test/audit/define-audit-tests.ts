import { type SqlDatabase, verifyAuditLog } from "@second-factor/sql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { queryRows } from "../../src/query-rows.js";
import { execute } from "./forge.js";
import { event, logOf, newRings, writeLog } from "./log-under-test.js";
import { manipulations } from "./manipulations.js";

const rows = 40;

/** What an audit log promises, on one way to open a database. */
export function defineAuditTests(
  name: string,
  open: () => Promise<{ databases: readonly SqlDatabase[]; close(): Promise<void> }>,
): void {
  describe(`the audit log on ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let database: SqlDatabase;
    beforeEach(async () => {
      opened = await open();
      database = opened.databases[0] as SqlDatabase;
    });
    afterEach(() => opened?.close());

    it("LOG-10 finds a cut tail, a chain rewritten without the key, and every other manipulation", async () => {
      const rings = newRings();
      const checkpoints = await writeLog(database, rings, rows);
      const kept = await readAll(database);
      const keys = rings.current;
      const whole = await verifyAuditLog(database, { keys, checkpoints, pageSize: 7 });
      expect(whole).toEqual({
        verified: true,
        rows,
        faults: [],
        chains: [{ namespace: "default", rows, last: rows, checkpoint: rows }],
      });
      for (const { name, act, found, withoutCheckpoints } of manipulations) {
        await act(database, rows, rings);
        const verdict = await verifyAuditLog(database, { keys, checkpoints, pageSize: 7 });
        expect(verdict.verified, name).toBe(false);
        const inLog = verdict.faults.filter(({ namespace }) => namespace === "default");
        expect(
          inLog.map(({ fault, number, through }) => [fault, number, through]),
          name,
        ).toEqual(found(rows));
        const alone = await verifyAuditLog(database, { keys });
        expect(alone.verified, `${name}, without checkpoints`).toBe(!withoutCheckpoints);
        await putBack(database, kept);
      }
      expect((await verifyAuditLog(database, { keys, checkpoints })).verified).toBe(true);
    });

    it("keeps each event as it was handed over, numbered in order", async () => {
      const { current: keys } = newRings();
      const log = logOf(database, { keys });
      const events = Array.from({ length: 5 }, (_, index) => event(index));
      for (const each of events) log.sink(each);
      await log.flush();
      const stored = await readAll(database);
      expect(stored.map(({ number }) => Number(number))).toEqual([1, 2, 3, 4, 5]);
      expect(stored.map(({ event }) => event)).toEqual(events.map((each) => JSON.stringify(each)));
    });

    it("is one chain a namespace for several that add to it at once", async () => {
      const { current: keys } = newRings();
      const logs = opened.databases.flatMap((each) => [1, 2].map(() => logOf(each, { keys })));
      for (let index = 0; index < 50; index += 1) {
        for (const [writer, log] of logs.entries()) {
          log.sink(event(1000 * writer + index));
          if (index % 10 === 0) log.sink(event(index, "tenant"));
        }
        if (index % 7 === 0) await Promise.race(logs.map((log) => log.flush()));
      }
      await Promise.all(logs.map((log) => log.flush()));
      const verdict = await verifyAuditLog(database, { keys });
      expect(verdict.faults).toEqual([]);
      expect(verdict.chains.map(({ namespace, rows, last }) => [namespace, rows, last])).toEqual([
        ["default", 50 * logs.length, 50 * logs.length],
        ["tenant", 5 * logs.length, 5 * logs.length],
      ]);
      const ids = (await readAll(database)).map(
        ({ event }) => JSON.parse(String(event)).correlationId,
      );
      expect(new Set(ids).size, "an event is lost or stands twice").toBe(50 * logs.length);
    });

    it("goes over to a new key and never back, while processes still seal with the old one", async () => {
      const rings = newRings();
      const behind = logOf(database, { keys: rings.behind });
      const current = logOf(database, { keys: rings.current });
      for (const [index, log] of [behind, behind, current, behind, current, behind].entries()) {
        log.sink(event(index));
        await log.flush();
      }
      const signedBy = (await readAll(database)).map(({ key_id }) => key_id);
      expect(signedBy).toEqual(["k1", "k1", "k2", "k2", "k2", "k2"]);
      expect((await verifyAuditLog(database, { keys: rings.current })).faults).toEqual([]);
      expect((await verifyAuditLog(database, { keys: rings.old })).faults).toEqual([
        { namespace: "default", number: 3, through: 6, fault: "key_missing" },
      ]);
    });
  });
}

type Stored = Readonly<Record<string, unknown>>;

async function readAll(database: SqlDatabase): Promise<readonly Stored[]> {
  return queryRows(
    database,
    "SELECT namespace, number, key_id, mac, event FROM second_factor_audit ORDER BY namespace, number",
  );
}

async function putBack(database: SqlDatabase, rows: readonly Stored[]): Promise<void> {
  await execute(database, "DELETE FROM second_factor_audit");
  for (const { namespace, number, key_id, mac, event } of rows)
    await execute(database, "INSERT INTO second_factor_audit VALUES ($1, $2, $3, $4, $5)", [
      String(namespace),
      Number(number),
      String(key_id),
      String(mac),
      String(event),
    ]);
}
