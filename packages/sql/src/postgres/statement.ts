import type { PostgresStatement } from "../sql-database.js";
import type { SubjectKey } from "../subject-key.js";

/**
 * In every statement `$1` is the namespace and `$2` the subject. A statement is a whole verdict: true where it answers
 * with a row. Several parts see one snapshot of the tables, and a part that names another runs after it. So each
 * statement that changes more than one row takes the subject's row first, and whoever waited for that row sees its
 * newest state, but the other tables as they were before. docs/decisions/postgres-verdicts-are-one-statement.md says
 * why each is right all the same.
 */
export const ofSubject = "namespace = $1 AND subject_id = $2";

/** The epoch that the statement's snapshot has; another one in the locked row says that somebody came in between. */
export const epochSeen = `(SELECT epoch FROM second_factor_subjects WHERE ${ofSubject})`;

type Value = PostgresStatement["values"][number];

export const statement =
  (text: string) =>
  ({ namespace, subjectId }: SubjectKey, ...values: Value[]): PostgresStatement => ({
    text,
    values: [namespace, subjectId, ...values],
  });
