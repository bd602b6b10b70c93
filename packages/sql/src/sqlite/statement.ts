import type { SqlStatement, SqlValue } from "../sql-database.js";
import type { SubjectKey } from "../subject-key.js";

/**
 * In every statement `?1` is the namespace and `?2` the subject. A verdict that takes several statements is a batch in
 * which each repeats the whole condition, and the one that ends the condition stands last: the batch is alone with the
 * database, so they all see the same.
 */
export const ofSubject = "namespace = ?1 AND subject_id = ?2";

type Statement = (key: SubjectKey, ...values: SqlValue[]) => SqlStatement;

const statement =
  (text: string, returns: SqlStatement["returns"]): Statement =>
  ({ namespace, subjectId }, ...values) => ({
    text,
    values: [namespace, subjectId, ...values],
    returns,
  });

export const reads = (text: string): Statement => statement(text, "rows");
export const writes = (text: string): Statement => statement(text, "changes");
