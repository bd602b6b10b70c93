import type { MemorySubjectRow } from "./memory-subject-row.js";
import type { SubjectPage, SubjectSummary } from "./records.js";

/** Pages as `listMemorySealed` does: one shard after the other, each in the order of its ids. */
export function listMemorySubjects(
  shards: readonly ReadonlyMap<string, MemorySubjectRow>[],
  after: string | null,
  limit: number,
): SubjectPage {
  let [index, last] = after === null ? [0, ""] : (JSON.parse(after) as [number, string]);
  const subjects: SubjectSummary[] = [];
  for (; index < shards.length; index += 1) {
    const shard = shards[index]!;
    const room = limit - subjects.length;
    const ids = [...shard.keys()].filter((id) => last === "" || id > last).sort();
    for (const id of ids.slice(0, room)) subjects.push(summaryOf(id, shard.get(id)!));
    if (ids.length >= room) return { subjects, next: JSON.stringify([index, ids[room - 1]]) };
    last = "";
  }
  return { subjects, next: null };
}

function summaryOf(subjectId: string, row: MemorySubjectRow): SubjectSummary {
  const { authenticators, mustEnroll, recoveryDigests, account } = row;
  return {
    subjectId,
    authenticators: authenticators.length,
    mustEnroll,
    recoveryCodesRemaining: recoveryDigests.length,
    lastUsedAt: Math.max(0, ...authenticators.map((held) => held.lastUsedAt)),
    recovery: account.recovery && summarizeRecovery(account.recovery),
  };
}

const summarizeRecovery = ({
  id,
  kind,
  state,
  openedAt,
  expiresAt,
}: NonNullable<SubjectSummary["recovery"]>) => ({ id, kind, state, openedAt, expiresAt });
