import type { CryptoPort } from "../crypto/port.js";
import { after, type MaybePromise } from "../maybe-promise.js";
import { hotp } from "./hotp.js";
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
): MaybePromise<number | null> {
  return after(
    matchRun(comparison, [comparison.code], comparison.window),
    (run) => run?.last ?? null,
  );
}

/**
 * Two or three codes of steps that follow each other, in that order; the highest run wins. With `above`, a run counts
 * only where its first step lies above that one: a used code then makes the whole run wrong, like any other.
 */
export function matchConsecutive(
  comparison: Comparison & { readonly codes: readonly string[]; readonly above?: number },
): MaybePromise<MatchingSteps | null> {
  const { codes, above } = comparison;
  const window = consecutiveWindows[codes.length];
  if (window === undefined) return null;
  return after(matchRun(comparison, codes, window), (run) =>
    run === null || (above !== undefined && run.first <= above) ? null : run,
  );
}

/** Every step is computed and every comparison made, whatever the earlier ones showed (RFC 4226 section 7.2). */
function matchRun(
  { secret, parameters, now, crypto }: Comparison,
  codes: readonly string[],
  { past, future }: Window,
): MaybePromise<MatchingSteps | null> {
  const { algorithm, digits, period } = parameters;
  const text = codes.join("");
  if (!onlyDigits.test(text) || !codes.every((code) => code.length === digits)) return null;
  const given = new Uint8Array(text.length);
  for (let index = 0; index < given.length; index += 1) given[index] = text.charCodeAt(index);

  const current = timeStep(now, period);
  const lowest = Math.max(0, current - past);
  const steps: number[] = [];
  for (let step = lowest; step <= current + future; step += 1) steps.push(step);
  return after(hotp(crypto, algorithm, secret, steps), (values) => {
    const expected = new Uint8Array(given.length);
    let match: MatchingSteps | null = null;
    for (const [index, value] of values.entries()) {
      // The latest codes, moving up by one with every step; compared once there are as many as were given.
      expected.copyWithin(0, digits);
      writeDigits(value, digits, expected);
      const step = lowest + index;
      const first = step - codes.length + 1;
      if (first >= lowest && crypto.constantTimeEqual(given, expected))
        match = { first, last: step };
    }
    return match;
  });
}

/** The value's last decimal digits, leading zeros kept, at the end of `target` (RFC 4226 section 5.3, step 3). */
function writeDigits(value: number, digits: number, target: Uint8Array): void {
  let rest = value;
  for (let index = 1; index <= digits; index += 1) {
    target[target.length - index] = 0x30 + (rest % 10);
    rest = (rest / 10) | 0;
  }
}
