import { HOTP, type Secret } from "otpauth/bare";
import type { CryptoPort } from "../crypto/port.js";
import { timeStep } from "./time-step.js";
import type { TotpParameters, Window } from "./totp-parameters.js";

interface Comparison {
  readonly secret: Uint8Array;
  readonly parameters: TotpParameters;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly crypto: Pick<CryptoPort, "hmac" | "constantTimeEqual">;
}

export interface MatchingSteps {
  readonly first: number;
  readonly last: number;
}

/** Checked again here: beyond ASCII, another character could become the same byte as a digit. */
const onlyDigits = /^[0-9]+$/;

/** Typing takes time: with ±1 every third honest pair would fail. At these lengths the width costs nothing. */
const consecutiveWindows: Readonly<Record<number, Window>> = {
  2: { past: 3, future: 1 },
  3: { past: 4, future: 1 },
};

/**
 * The highest time step of the window that the code belongs to, or null. Adjacent steps can share their digits:
 * recording the lower one would leave the same code good for the higher (RFC 6238 section 5.2).
 */
export function matchSteps(
  comparison: Comparison & { readonly code: string; readonly window: Window },
): number | null {
  return matchRun(comparison, [comparison.code], comparison.window)?.last ?? null;
}

/**
 * Two or three codes of steps that follow each other, in that order; the highest run wins. With `above`, a run counts
 * only where its first step lies above that one: a used code then makes the whole run wrong, like any other.
 */
export function matchConsecutive(
  comparison: Comparison & { readonly codes: readonly string[]; readonly above?: number },
): MatchingSteps | null {
  const { codes, above } = comparison;
  const window = consecutiveWindows[codes.length];
  const run = window === undefined ? null : matchRun(comparison, codes, window);
  return run === null || (above !== undefined && run.first <= above) ? null : run;
}

/** Every step is computed and every comparison made, whatever the earlier ones showed (RFC 4226 section 7.2). */
function matchRun(
  { secret, parameters, now, crypto }: Comparison,
  codes: readonly string[],
  { past, future }: Window,
): MatchingSteps | null {
  const { digits, period } = parameters;
  if (!codes.every((code) => code.length === digits && onlyDigits.test(code))) return null;
  const given = ascii(codes.join(""));

  const current = timeStep(now, period);
  const lowest = Math.max(0, current - past);
  let codesOfWindow = "";
  for (let step = lowest; step <= current + future; step += 1) {
    codesOfWindow += codeAt(step, secret, parameters, crypto);
  }
  const expected = ascii(codesOfWindow);

  let match: MatchingSteps | null = null;
  for (let first = lowest, at = 0; at + given.length <= expected.length; first += 1, at += digits) {
    const equal = crypto.constantTimeEqual(given, expected.subarray(at, at + given.length));
    if (equal) match = { first, last: first + codes.length - 1 };
  }
  return match;
}

/** RFC 4226 section 5.3: the counter as 64 bits, HMAC, dynamic truncation, leading zeros kept. */
function codeAt(
  counter: number,
  secret: Uint8Array,
  { algorithm, digits }: TotpParameters,
  { hmac }: Pick<CryptoPort, "hmac">,
): string {
  // otpauth reads nothing of its Secret but the bytes, and building one for every code costs as much as a SHA-1.
  const key = { bytes: secret } as Secret;
  return HOTP.generate({
    secret: key,
    algorithm,
    digits,
    counter,
    hmac: (_, bytes, message) => hmac(algorithm, bytes, message),
  });
}

function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
