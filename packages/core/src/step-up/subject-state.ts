import type { RevokedMark, SubjectRecord } from "../stores/records.js";

/** As much of a subject's record as a guard needs. */
export interface SubjectState {
  readonly epoch: string;
  readonly epochChangedAt: number;
  readonly enrolled: boolean;
  readonly mustEnroll: boolean;
  readonly revokedMarks: readonly RevokedMark[];
}

export function subjectState(record: SubjectRecord): SubjectState {
  const { epoch, epochChangedAt, mustEnroll, revokedMarks } = record;
  return {
    epoch,
    epochChangedAt,
    mustEnroll,
    revokedMarks,
    enrolled: record.authenticators.length > 0,
  };
}
