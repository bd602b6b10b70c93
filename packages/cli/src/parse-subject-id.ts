import { InvalidArgumentError } from "commander";

/** As the app's `subject` must answer with it: everything else is a slip of the pen. */
export function parseSubjectId(text: string): string {
  if (text === "") throw new InvalidArgumentError("A subject has at least one character.");
  if (text.length > 256) throw new InvalidArgumentError("A subject has at most 256 characters.");
  if (!isWellFormed(text)) throw new InvalidArgumentError("It is not well-formed Unicode.");
  return text;
}

/** Half a surrogate pair, or what a decoder puts in place of bytes that are no UTF-8: two accounts could become one. */
export const isWellFormed = (text: string): boolean => !/[\p{Surrogate}\0\ufffd]/u.test(text);
