import type { SubjectPage, SubjectSummary } from "./records.js";

/** Whether a store's page of subjects is one: a list that goes on for ever, or a line without an id, is an outage. */
export function isSubjectPage(answer: unknown): answer is SubjectPage {
  if (typeof answer !== "object" || answer === null) return false;
  const { subjects, next } = answer as Record<keyof SubjectPage, unknown>;
  return (
    (next === null || typeof next === "string") &&
    Array.isArray(subjects) &&
    subjects.every(isSummary)
  );
}

function isSummary(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { subjectId, authenticators, mustEnroll } = value as Record<keyof SubjectSummary, unknown>;
  return (
    typeof subjectId === "string" &&
    Number.isSafeInteger(authenticators) &&
    typeof mustEnroll === "boolean"
  );
}
