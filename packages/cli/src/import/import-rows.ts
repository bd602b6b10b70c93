import { createHash } from "node:crypto";
import type { ImportRequest, SecondFactorEngine, TotpParameters } from "@second-factor/core";
import { type BadRow, type Row, type RowProblem, rowProblems } from "./row.js";

export interface ImportCounts {
  rows: number;
  imported: number;
  /** There already, from an import of before or an earlier row. */
  present: number;
  refused: number;
}

export interface ImportOptions {
  readonly engine: Pick<SecondFactorEngine, "importAuthenticator">;
  /** What the source makes where a row does not say. */
  readonly defaults: TotpParameters;
  readonly acceptShort: boolean;
  readonly dryRun: boolean;
  readonly maxAuthenticators: number;
  readonly signal: AbortSignal;
  readonly refused: (row: BadRow) => void;
  /** Awaited after every hundred rows: for progress, and for what has to catch up. */
  readonly onPause: () => Promise<void>;
}

/** Accounts at a time. A pool of ten connections still has some for the app. */
const mostAtOnce = 8;
const rowsBetweenPauses = 100;

/**
 * Imports row by row: several accounts at a time, the rows of one account in their order. Ends between two rows where
 * the signal says so; then, and after an outage, the next run goes on: what is there is not imported again.
 *
 * @throws whatever says that a store or a key is out of reach, when all that was under way has ended
 */
export async function importRows(
  rows: AsyncIterable<Row | BadRow>,
  options: ImportOptions,
): Promise<ImportCounts> {
  const { signal, refused, onPause } = options;
  const counts: ImportCounts = { rows: 0, imported: 0, present: 0, refused: 0 };
  const underWay = new Map<string, Promise<void>>();
  const importOne = createImporter(options);
  let failure: { readonly cause: unknown } | null = null;

  async function settle(row: Row | BadRow): Promise<void> {
    const outcome = "problem" in row ? row.problem : await importOne(row);
    if (outcome === "imported" || outcome === "present") counts[outcome] += 1;
    else {
      counts.refused += 1;
      refused({ line: row.line, problem: outcome });
    }
    counts.rows += 1;
  }

  let begun = 0;
  for await (const row of rows) {
    if (begun % rowsBetweenPauses === 0) await onPause();
    if (failure !== null || signal.aborted) break;
    begun += 1;
    const key = "problem" in row ? "" : row.subjectId;
    await underWay.get(key);
    const work = settle(row)
      .catch((cause: unknown) => {
        failure ??= { cause };
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, work);
    if (underWay.size >= mostAtOnce) await Promise.race(underWay.values());
  }
  await Promise.all(underWay.values());
  if (failure !== null) throw (failure as { cause: unknown }).cause;
  return counts;
}

/** What the file brought to an account so far. */
interface Brought {
  readonly authenticatorIds: string[];
  readonly digests: Set<string>;
}

function createImporter(options: ImportOptions) {
  const { engine, defaults, acceptShort, dryRun, maxAuthenticators } = options;
  const accounts = new Map<string, Brought>();

  return async ({ line: _, ...row }: Row): Promise<"imported" | "present" | RowProblem> => {
    const { subjectId, secret, parameters } = row;
    const brought = accounts.get(subjectId) ?? { authenticatorIds: [], digests: new Set() };
    accounts.set(subjectId, brought);
    const request: ImportRequest = {
      ...row,
      parameters: { ...defaults, ...parameters },
      acceptShort,
      dryRun,
      beside: brought.authenticatorIds,
    };
    try {
      const { authenticatorId, outcome } = await engine.importAuthenticator(request);
      if (!dryRun || outcome === "present") brought.authenticatorIds.push(authenticatorId);
      if (!dryRun) return outcome;
      return countDry(brought, secret, maxAuthenticators) ?? outcome;
    } catch (thrown) {
      const { name, code } = thrown as { name?: unknown; code?: unknown };
      const isOfRow = name === "ImportError" || code === "otp_parameters_invalid";
      if (isOfRow && typeof code === "string" && Object.hasOwn(rowProblems, code))
        return code as RowProblem;
      throw thrown;
    }
  };
}

/** What earlier rows would have left there, had they been written. */
function countDry(
  { digests }: Brought,
  secret: string | Uint8Array,
  maxAuthenticators: number,
): "present" | "too_many_authenticators" | null {
  const digest = createHash("sha256").update(secret).digest("base64");
  if (digests.has(digest)) return "present";
  if (digests.size >= maxAuthenticators) return "too_many_authenticators";
  digests.add(digest);
  return null;
}
