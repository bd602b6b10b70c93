import type {
  BrowserRecord,
  RecoveryRecord,
  RevokedMark,
  SubjectRecord,
} from "../stores/subject-record.js";

/** As much of a subject's record as a guard needs. */
export interface SubjectState {
  readonly epoch: string;
  readonly epochChangedAt: number;
  readonly enrolled: boolean;
  readonly mustEnroll: boolean;
  readonly revokedMarks: readonly RevokedMark[];
  readonly recovery: RecoveryRecord | null;
  readonly browsers: readonly BrowserRecord[];
}

export function subjectState(record: SubjectRecord): SubjectState {
  const { epoch, epochChangedAt, mustEnroll, revokedMarks, recovery, browsers } = record;
  return {
    epoch,
    epochChangedAt,
    mustEnroll,
    revokedMarks,
    recovery,
    browsers,
    enrolled: record.authenticators.length > 0,
  };
}
