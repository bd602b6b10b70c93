import type { Answer } from "../answer.js";
import type { Call } from "../call.js";
import type { ProblemCode } from "../problem.js";
import type { Fields } from "../read-body.js";

/** What a route handler gets besides the call. */
export interface RouteInput {
  readonly params: Readonly<Record<string, string>>;
  readonly fields: Fields;
  /** A checked local path, "" where none was asked for. */
  readonly returnTo: string;
}

export type Handler = (call: Call, input: RouteInput) => Promise<Answer>;

export type NameVerdict = { readonly name: string } | { readonly problem: ProblemCode };

/** A name for people: trimmed, 1 to 64 characters, nothing that could break out of a line. */
export function parseName(value: unknown, fallback?: string): NameVerdict {
  if (value === undefined || (value === "" && fallback !== undefined)) {
    return fallback === undefined ? { problem: "field_missing" } : { name: fallback };
  }
  if (typeof value !== "string") return { problem: "wrong_type" };
  const name = value.slice(0, 512).trim();
  const fits =
    name.length > 0 && [...name].length <= 64 && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name);
  return fits ? { name } : { problem: "name_invalid" };
}
