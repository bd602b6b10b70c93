import type { SealedPage, SealedRecord } from "@second-factor/core/stores";
import { parseHex } from "./hex.js";

type Named = readonly [id: string, sealedSecret: string];

interface SealedJson {
  readonly totp: readonly Named[];
  readonly pending: Named | null;
}

/** The answer of `listSealed`: a row for each subject. Fewer than were asked for are the last ones. */
export function parseSealed(
  rows: readonly Readonly<Record<string, unknown>>[],
  limit: number,
): SealedPage {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    sealed: rows.flatMap(({ subject_id, sealed }) => parseRow(String(subject_id), String(sealed))),
    next: last === undefined ? null : String(last.subject_id),
  };
}

function parseRow(subjectId: string, sealed: string): SealedRecord[] {
  const { totp, pending } = JSON.parse(sealed) as SealedJson;
  const record = (purpose: SealedRecord["purpose"], [authenticatorId, hex]: Named) => ({
    subjectId,
    authenticatorId,
    purpose,
    sealedSecret: parseHex(hex),
  });
  const records = totp.map((held) => record("totp", held));
  return pending === null ? records : [...records, record("pending", pending)];
}
