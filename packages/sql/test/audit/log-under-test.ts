import { randomBytes } from "node:crypto";
import { type KeyRing, keyRing, type SecurityEvent } from "@second-factor/core";
import { type SqlAuditLogOptions, type SqlDatabase, sqlAuditLog } from "@second-factor/sql";

export const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;

/** The old one alone, both while it goes over, and what an attacker makes up under the same names. */
export function newRings() {
  const [k1, k2] = [newKey("k1"), newKey("k2")];
  return {
    old: keyRing(k1),
    current: keyRing(`${k2},${k1}`),
    /** Of a process that a rotation has not reached yet: it has the new key, behind its own. */
    behind: keyRing(`${k1},${k2}`),
    made: keyRing(`${newKey("k2")},${newKey("k1")}`),
  };
}

export type Rings = ReturnType<typeof newRings>;

/** With what JSON, SQL or UTF-8 could make something else of. */
export const event = (index: number, namespace = "default"): SecurityEvent => ({
  at: new Date(1_700_000_000_000 + index * 1000).toISOString(),
  namespace,
  correlationId: `request-${index}`,
  subjectId: `a"b\\c'${index}`,
  clientAddress: "2001:db8::1",
  userAgent: "Mozilla \u0000 \ud800 \u00e4 \u{1f511} $1 ?1",
  type: "verification.accepted",
  outcome: "success",
  factor: "totp",
  lane: "single",
  authenticatorId: "phone",
  offset: 0,
});

/** At once instead of after a moment. */
export const logOf = (database: SqlDatabase, options: SqlAuditLogOptions) =>
  sqlAuditLog(database, { delayMilliseconds: 0, mostQueued: 2_000_000, ...options });

/** Adds the events of these numbers, both included, and takes a checkpoint. */
export async function addEvents(database: SqlDatabase, keys: KeyRing, from: number, to: number) {
  const log = logOf(database, { keys });
  for (let index = from; index <= to; index += 1) {
    log.sink(event(index));
    if (index % 2000 === 0) await log.flush();
  }
  return log.checkpoint();
}

/** A log of so many events, the first quarter of them signed by the old key, and checkpoints of the middle and the end. */
export async function writeLog(database: SqlDatabase, rings: Rings, events: number) {
  const [quarter, half] = [Math.ceil(events / 4), Math.ceil(events / 2)];
  await addEvents(database, rings.old, 1, quarter);
  return [
    await addEvents(database, rings.current, quarter + 1, half),
    await addEvents(database, rings.current, half + 1, events),
  ];
}
