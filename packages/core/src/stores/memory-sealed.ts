import type { MemorySubjectRow } from "./memory-subject-row.js";
import type { SealedPage, SealedRecord } from "./records.js";

/** One shard after the other, each in the order of its ids: a page never sorts more than a shard. */
export function listMemorySealed(
  shards: readonly ReadonlyMap<string, MemorySubjectRow>[],
  after: string | null,
  limit: number,
  at: number,
): SealedPage {
  let [index, last] = after === null ? [0, ""] : (JSON.parse(after) as [number, string]);
  const sealed: SealedRecord[] = [];
  let room = limit;
  for (; index < shards.length; index += 1) {
    const shard = shards[index]!;
    const ids = [...shard.keys()].filter((id) => last === "" || id > last).sort();
    for (const id of ids.slice(0, room)) sealed.push(...sealedOf(id, shard.get(id)!, at));
    if (ids.length > room || ids.length === room)
      return { sealed, next: JSON.stringify([index, ids[room - 1]]) };
    room -= ids.length;
    last = "";
  }
  return { sealed, next: null };
}

function sealedOf(
  subjectId: string,
  { authenticators, pending }: MemorySubjectRow,
  at: number,
): SealedRecord[] {
  const record = (
    purpose: SealedRecord["purpose"],
    { id, sealedSecret }: { readonly id: string; readonly sealedSecret: Uint8Array },
  ): SealedRecord => ({
    subjectId,
    authenticatorId: id,
    purpose,
    sealedSecret: sealedSecret.slice(),
  });
  const records = authenticators.map((held) => record("totp", held));
  if (pending !== null && pending.expiresAt > at) records.push(record("pending", pending));
  return records;
}
