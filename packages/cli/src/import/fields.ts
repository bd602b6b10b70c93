import { isWellFormed } from "../parse-subject-id.js";
import type { Row, RowProblem } from "./row.js";

type Fields = Readonly<Record<string, unknown>>;

/** The value under the first of the names that is there; a name may be a path, "user.id". */
export function pick(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : follow(fields, name.split("."));
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

function follow(fields: Fields, path: readonly string[]): unknown {
  let value: unknown = fields;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Fields)[part];
  }
  return value;
}

export const subjectNames = ["subject", "subjectId", "subject_id", "userId", "user_id"] as const;

/** Databases number their accounts; the app's `subject` answers with text. */
export function readSubject(value: unknown): { subjectId: string } | { problem: RowProblem } {
  if (value === undefined) return { problem: "subject_missing" };
  const subjectId = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof subjectId !== "string" || subjectId.length > 256 || !isWellFormed(subjectId))
    return { problem: "subject_invalid" };
  return { subjectId };
}

/** As the app's own forms take it. */
export function readName(value: unknown): { name?: string } | { problem: RowProblem } {
  if (value === undefined) return {};
  const name = typeof value === "string" ? value.trim() : "";
  const fits = name !== "" && [...name].length <= 64 && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name);
  return fits ? { name } : { problem: "name_invalid" };
}

/** What the row says about its codes. "sha1", "SHA-1" and "HmacSHA1" are one algorithm. */
export function readParameters(fields: Fields): Pick<Row, "parameters"> | { problem: RowProblem } {
  const digits = readNumber(pick(fields, ["digits"]));
  const period = readNumber(pick(fields, ["period", "step"]));
  const algorithm = pick(fields, ["algorithm"]);
  const named = /^(?:hmac-?)?sha-?(1|256|512)$/i.exec(String(algorithm ?? "SHA1"));
  if (named === null || Number.isNaN(digits) || Number.isNaN(period))
    return { problem: "otp_parameters_invalid" };
  return {
    parameters: {
      ...(algorithm !== undefined && { algorithm: `SHA${named[1]}` as "SHA1" }),
      ...(digits !== undefined && { digits }),
      ...(period !== undefined && { period }),
    },
  };
}

function readNumber(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  return /^\d{1,3}$/.test(String(value)) ? Number(value) : Number.NaN;
}
