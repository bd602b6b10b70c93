import type { RecoveryRecord, SubjectPage, SubjectSummary } from "@second-factor/core/stores";

interface SummaryJson extends Omit<SubjectSummary, "subjectId" | "mustEnroll" | "recovery"> {
  readonly mustEnroll: 0 | 1;
  readonly recovery: RecoveryRecord | null;
}

/** The answer of `listSubjects`: a row for each subject. Fewer than were asked for are the last ones. */
export function parseSubjects(
  rows: readonly Readonly<Record<string, unknown>>[],
  limit: number,
): SubjectPage {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    subjects: rows.map(({ subject_id, summary }) => {
      const { mustEnroll, recovery, ...rest } = JSON.parse(String(summary)) as SummaryJson;
      return {
        subjectId: String(subject_id),
        mustEnroll: mustEnroll === 1,
        recovery: recovery && shortened(recovery),
        ...rest,
      };
    }),
    next: last === undefined ? null : String(last.subject_id),
  };
}

const shortened = ({ id, kind, state, openedAt, expiresAt }: RecoveryRecord) => ({
  id,
  kind,
  state,
  openedAt,
  expiresAt,
});
