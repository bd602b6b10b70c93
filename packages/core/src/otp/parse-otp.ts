export type OtpProblem = "field_missing" | "otp_malformed" | "otp_wrong_length" | "wrong_type";

export interface ParsedOtp {
  /** One code, or two or three of consecutive steps, in the order they were typed. */
  readonly codes: readonly string[];
  /** How many digits each of them has: only authenticators of as many can match. */
  readonly digits: number;
}

/** Three codes of eight digits with separators between them fit; nothing longer is looked at. */
const longest = 40;
const mostCodes = 3;

/** Spaces anywhere, hyphens only between digits: "-12345" is a number someone computed, not a code. */
const shape = /^ *[0-9](?:[ -]*[0-9])* *$/;

/**
 * Reads the untrusted `otp` field. Only its form: what fails here was compared with nothing, and is counted nowhere.
 *
 * @param acceptedDigits the digits that stored authenticators may have
 */
export function parseOtp(
  value: unknown,
  acceptedDigits: readonly number[],
): ParsedOtp | { readonly problem: OtpProblem } {
  if (value === undefined) return { problem: "field_missing" };
  // A number has lost its leading zeros, and an array or an object is an attempt at the store's query language.
  if (typeof value !== "string") return { problem: "wrong_type" };
  if (value === "" || value.length > longest) return { problem: "otp_wrong_length" };
  if (!shape.test(value)) return { problem: "otp_malformed" };

  const text = value.replaceAll(/[ -]/g, "");
  for (let count = 1; count <= mostCodes; count += 1) {
    const digits = text.length / count;
    const codes = acceptedDigits.includes(digits) ? splitCodes(text, digits) : null;
    if (codes !== null) return { codes, digits };
  }
  return { problem: "otp_wrong_length" };
}

/** One to three codes of so many digits each, or null where the text is no such number of them. */
export function splitCodes(text: string, digits: number): string[] | null {
  const count = text.length / digits;
  if (!Number.isInteger(count) || count < 1 || count > mostCodes) return null;
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * digits, (index + 1) * digits),
  );
}
