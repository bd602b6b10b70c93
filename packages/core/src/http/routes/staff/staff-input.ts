import { isSubjectId } from "../../../subject.js";
import { type Problem, problem } from "../../problem.js";
import type { Fields } from "../../read-body.js";

export type Refusable<Value> = Value | { readonly problem: Problem };

/** An account's id as a form or a query brings it. */
export function parseSubjectId(value: unknown): Refusable<{ readonly subjectId: string }> {
  const field = "subjectId";
  if (value === undefined || value === null || value === "")
    return { problem: problem("field_missing", { field }) };
  // No account has one, and PostgreSQL takes none.
  if (!isSubjectId(value) || value.includes("\0"))
    return { problem: problem("wrong_type", { field }) };
  return { subjectId: value };
}

/** What is written down and read by people: 1 to 500 characters on one line. */
export function parseText(fields: Fields, field: string): Refusable<{ readonly text: string }> {
  const value = fields[field];
  if (value === undefined) return { problem: problem("field_missing", { field }) };
  if (typeof value !== "string") return { problem: problem("wrong_type", { field }) };
  const text = value.slice(0, 1024).trim();
  const fits = text !== "" && [...text].length <= 500 && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text);
  return fits ? { text } : { problem: problem("text_invalid", { field }) };
}

/** One account, or all of a role: never both. */
export function parseTarget(
  fields: Fields,
): Refusable<{ readonly subjectId: string } | { readonly role: string }> {
  if (fields.role === undefined) return parseSubjectId(fields.subjectId);
  if (fields.subjectId !== undefined)
    return { problem: problem("wrong_type", { field: "subjectId" }) };
  const role = parseText(fields, "role");
  return "problem" in role ? role : { role: role.text };
}
