import type { KeyRing } from "@second-factor/core";
import type { SqlDatabase } from "../sql-database.js";
import { type AuditRow, macOfRow } from "./audit-row.js";
import { hasSigned, insertRows, readMac, readTail, type Tail } from "./audit-statements.js";

/** One namespace's rows, as one of several processes adds to them. */
export interface AuditChain {
  /**
   * Adds the events behind whatever others have added. Where it rejects nobody knows whether they stand: call it again
   * with the same events, and they stand once.
   */
  append(events: readonly [string, ...string[]]): Promise<Tail>;
  /** Where the chain ends, as far as this process knows, or as the database says where it has added nothing yet. */
  tail(): Promise<Tail>;
}

export function createAuditChain(
  database: SqlDatabase,
  namespace: string,
  keys: KeyRing,
): AuditChain {
  /** Kept where a try's fate is unknown, so that the next makes the same rows: a number is taken once. */
  let known: Tail | undefined;
  let fateUnknown = false;
  let hasSignedBefore = false;

  async function link(tail: Tail, events: readonly string[]): Promise<AuditRow[]> {
    const keyId = await signingKey(tail);
    const rows: AuditRow[] = [];
    let { number, mac: previous } = tail;
    for (const event of events) {
      number += 1;
      const mac = await macOfRow(keys, keyId, { namespace, number, event }, previous);
      if (mac === null) throw new Error(`The key ring has no key ${keyId}.`);
      rows.push({ namespace, number, keyId, mac, event });
      previous = mac;
    }
    return rows;
  }

  /**
   * A chain that has gone over to a new key never comes back to the old one, so that a leaked old key can add nothing
   * unseen. While a rotation is rolled out, a process whose ring still puts the old one first signs with the new one.
   */
  async function signingKey({ keyId }: Tail): Promise<string> {
    const own = keys.sealingKeyId;
    if (keyId === null || keyId === own || !keys.keyIds.includes(keyId)) return own;
    hasSignedBefore ||= await hasSigned(database, namespace, own);
    return hasSignedBefore ? keyId : own;
  }

  return {
    async append(events) {
      for (;;) {
        known ??= await readTail(database, namespace);
        const rows = (await link(known, events)) as [AuditRow, ...AuditRow[]];
        if ((await insert(rows)) || (await landedBefore(rows))) {
          const { number, mac, keyId } = rows.at(-1) as AuditRow;
          known = { number, mac, keyId };
          return known;
        }
        known = undefined;
      }
    },
    tail: async () => known ?? readTail(database, namespace),
  };

  async function insert(rows: readonly [AuditRow, ...AuditRow[]]): Promise<boolean> {
    const before = fateUnknown;
    fateUnknown = true;
    const inserted = await insertRows(database, rows);
    fateUnknown = before && !inserted;
    return inserted;
  }

  /** Asked only after a try that nobody answered: two processes may have the very same to say at one moment. */
  async function landedBefore(rows: readonly [AuditRow, ...AuditRow[]]): Promise<boolean> {
    if (!fateUnknown) return false;
    const landed = (await readMac(database, rows[0])) === rows[0].mac;
    fateUnknown = false;
    return landed;
  }
}
