import type { KeyRing } from "@second-factor/core";
import { explainMissingTables } from "../missing-tables.js";
import { queryRows } from "../query-rows.js";
import type { SqlDatabase } from "../sql-database.js";
import type { AuditRow } from "./audit-row.js";
import type { AuditChainVerdict, AuditFault, AuditVerdict } from "./audit-verdict.js";
import { type ChainVerifier, createChainVerifier } from "./chain-verifier.js";
import { type Checkpoint, isSigned } from "./checkpoint.js";

export interface VerifyAuditLogOptions {
  /** With every key that ever signed a row, also those that have left the app's ring. */
  readonly keys: KeyRing;
  /** As they were kept elsewhere. Without them a cut tail looks like a log that ends there. */
  readonly checkpoints?: readonly Checkpoint[];
  /** How many rows are read at a time. 1000 by default. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
  /** Told after each page. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Reads the whole log, every namespace of it, and says what is not as it was written. In pages: its memory does not grow
 * with the log, and an app may go on adding to it.
 *
 * @throws what the signal was aborted with, what the database failed with, and Unavailable where a key can't be had
 */
export async function verifyAuditLog(
  database: SqlDatabase,
  options: VerifyAuditLogOptions,
): Promise<AuditVerdict> {
  const { keys, pageSize = 1000 } = options;
  const faults: AuditFault[] = [];
  const chains: AuditChainVerdict[] = [];
  const tell = (fault: AuditFault) => addFault(faults, fault);
  const checkpoints = await signedOnes(options.checkpoints ?? [], keys, tell);
  const start = (namespace: string) => {
    const own = checkpoints.get(namespace) ?? [];
    checkpoints.delete(namespace);
    return createChainVerifier(namespace, own, keys, tell);
  };

  let verifier: ChainVerifier | undefined;
  let rows = 0;
  for await (const page of pagesOf(explainMissingTables(database), pageSize)) {
    options.signal?.throwIfAborted();
    for (const row of page) {
      if (row.namespace !== verifier?.namespace) {
        if (verifier !== undefined) chains.push(verifier.end());
        verifier = start(row.namespace);
      }
      await verifier.look(row);
    }
    rows += page.length;
    options.onProgress?.(rows);
  }
  if (verifier !== undefined) chains.push(verifier.end());
  // A namespace that only a checkpoint still knows.
  for (const namespace of [...checkpoints.keys()]) chains.push(start(namespace).end());
  return { verified: faults.length === 0, rows, faults, chains };
}

/** Rows in a row that have the same fault are one: a chain that was rewritten would be a million. */
function addFault(faults: AuditFault[], fault: AuditFault): void {
  const last = faults.at(-1);
  const goesOn =
    last?.namespace === fault.namespace &&
    last.fault === fault.fault &&
    last.through + 1 === fault.number;
  if (goesOn) faults[faults.length - 1] = { ...last, through: fault.through };
  else faults.push(fault);
}

async function signedOnes(
  given: readonly Checkpoint[],
  keys: KeyRing,
  tell: (fault: AuditFault) => void,
): Promise<Map<string, Checkpoint[]>> {
  const signed = new Map<string, Checkpoint[]>();
  for (const checkpoint of given) {
    if (await isSigned(keys, checkpoint)) {
      const { namespace } = checkpoint;
      signed.set(namespace, [...(signed.get(namespace) ?? []), checkpoint]);
      continue;
    }
    const { namespace, number } = Object(checkpoint) as Partial<Checkpoint>;
    const at = Number.isSafeInteger(number) ? (number as number) : 0;
    tell({
      namespace: String(namespace ?? ""),
      number: at,
      through: at,
      fault: "checkpoint_invalid",
    });
  }
  return signed;
}

/** Along the primary key, from below any number that a log writes: what was put there by hand is read too. */
async function* pagesOf(
  database: SqlDatabase,
  pageSize: number,
): AsyncGenerator<readonly AuditRow[]> {
  const text = `SELECT namespace, number, key_id, mac, event FROM second_factor_audit
    WHERE (namespace, number) > ($1, $2) ORDER BY namespace, number LIMIT $3`;
  let after: readonly [string, number] = ["", Number.MIN_SAFE_INTEGER];
  for (;;) {
    const page = (await queryRows(database, text, [...after, pageSize])).map(toRow);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = [last.namespace, last.number];
  }
}

function toRow(row: Readonly<Record<string, unknown>>): AuditRow {
  const number = Number(row.number);
  // Past it two numbers look the same here, and a walk along them would not end.
  if (!Number.isSafeInteger(number))
    throw new RangeError(`second_factor_audit has a row ${row.number}, which no log writes.`);
  return {
    namespace: String(row.namespace),
    number,
    keyId: String(row.key_id),
    mac: String(row.mac),
    event: String(row.event),
  };
}
