export interface SubjectKey {
  readonly namespace: string;
  readonly subjectId: string;
}

/** @throws TypeError for an id that a database could not tell from another */
export function subjectKey(namespace: string, subjectId: string): SubjectKey {
  // UTF-8 has no lone surrogates: every one would be stored as U+FFFD, and two subjects would share a row.
  if (/\p{Surrogate}/u.test(subjectId))
    throw new TypeError("A subject's id is not well-formed Unicode.");
  return { namespace, subjectId };
}
