import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  type AuditVerdict,
  type Checkpoint,
  migrate,
  openLibsql,
  verifyAuditLog,
} from "@second-factor/sql";
import { addEvents, newRings } from "../../../packages/sql/test/audit/log-under-test.js";
import { manipulations } from "../../../packages/sql/test/audit/manipulations.js";
import { temporaryFolder } from "../../servers/temporary-folder.js";

export interface Sized {
  readonly rows: number;
  readonly verified: boolean;
  readonly seconds: number;
}

export interface Tried {
  readonly name: string;
  /** What the verifier said, in its words, of the namespace that was changed. */
  readonly found: string;
  /** Exactly the rows that were changed, and nothing else. */
  readonly exact: boolean;
}

export interface AuditResult {
  /** Of a quarter of the log, of half and of all of it. */
  readonly sizes: readonly Sized[];
  readonly writingSeconds: number;
  readonly tried: readonly Tried[];
}

/** A log of so many events in a SQLite file: verified while it grows, then changed in every way that is known. */
export async function proveAudit(
  events: number,
  say: (line: string) => void,
): Promise<AuditResult> {
  const folder = temporaryFolder("audit-proof");
  const [file, kept] = [join(folder.path, "audit.db"), join(folder.path, "kept.db")];
  const rings = newRings();
  const keys = rings.current;
  const sizes: Sized[] = [];
  const checkpoints: Checkpoint[] = [];
  let writingSeconds = 0;

  const database = await openLibsql(`file:${file}`);
  try {
    await migrate(database);
    let from = 1;
    for (const part of [4, 2, 1]) {
      const to = Math.ceil(events / part);
      const since = performance.now();
      checkpoints.push(await addEvents(database, part === 4 ? rings.old : keys, from, to));
      writingSeconds += secondsSince(since);
      sizes.push(await timed(() => verifyAuditLog(database, { keys, checkpoints })));
      say(JSON.stringify(sizes.at(-1)));
      from = to + 1;
    }
    // What stands in the write-ahead log goes into the file, which can then be copied.
    await database.query({
      text: "PRAGMA wal_checkpoint(TRUNCATE)",
      values: [],
      returns: "rows",
    });
  } finally {
    database.close();
  }

  // The first is of the old key alone, and would give away a chain that was rewritten with it at once.
  const later = checkpoints.slice(1);
  const tried: Tried[] = [];
  copyFileSync(file, kept);
  for (const { name, act, found } of manipulations) {
    for (const rest of ["", "-wal", "-shm"]) rmSync(`${file}${rest}`, { force: true });
    copyFileSync(kept, file);
    const changed = await openLibsql(`file:${file}`);
    await act(changed, events, rings);
    const verdict = await verifyAuditLog(changed, { keys, checkpoints: later });
    changed.close();
    const own = verdict.faults
      .filter(({ namespace }) => namespace === "default")
      .map(({ fault, number, through }) => [fault, number, through] as const);
    const exact = !verdict.verified && JSON.stringify(own) === JSON.stringify(found(events));
    tried.push({ name, found: own.map(inWords).join(", "), exact });
    say(JSON.stringify(tried.at(-1)));
  }
  folder.remove();
  return { sizes, writingSeconds, tried };
}

async function timed(verify: () => Promise<AuditVerdict>): Promise<Sized> {
  const since = performance.now();
  const { rows, verified } = await verify();
  return { rows, verified, seconds: secondsSince(since) };
}

const secondsSince = (since: number) => (performance.now() - since) / 1000;

const inWords = ([fault, number, through]: readonly [string, number, number]) =>
  number === through ? `${fault} ${number}` : `${fault} ${number}-${through}`;
