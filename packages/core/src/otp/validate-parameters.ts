import { ConfigurationError } from "../configuration/configuration-error.js";
import type { OtpAlgorithm, TotpParameters, Window } from "./totp-parameters.js";

/** RFC 6238 section 5.1: keys SHOULD be of the length of the HMAC output. */
const secretLengths: Readonly<Record<OtpAlgorithm, number>> = { SHA1: 20, SHA256: 32, SHA512: 64 };

/** How many bytes a new secret has. */
export const secretBytes = (algorithm: OtpAlgorithm): number => secretLengths[algorithm];

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

const invalid = (fault: string, remedy: string) =>
  new ConfigurationError("otp_parameters_invalid", fault, remedy);

/**
 * At least 6 digits (RFC 4226 section 4, R4), a code that lives at most two minutes (NIST SP 800-63B-4 section
 * 3.1.4.1), and an algorithm of RFC 6238.
 *
 * @throws ConfigurationError `otp_parameters_invalid`
 */
export function assertTotpParameters({ algorithm, digits, period }: TotpParameters): void {
  if (!Object.hasOwn(secretLengths, algorithm)) {
    throw invalid(
      "The algorithm of one-time codes is none of RFC 6238.",
      'Use "SHA1", or "SHA256" or "SHA512".',
    );
  }
  if (!isWithin(digits, 6, 8)) {
    throw invalid("One-time codes can't have that number of digits.", "Use 6, or 7 or 8.");
  }
  if (!isWithin(period, 15, 120)) {
    throw invalid(
      "One-time codes can't live that long or that short.",
      "Use a period of 30, or of 15 to 120 seconds.",
    );
  }
}

/**
 * Each step more is one more code that is right at the same time.
 *
 * @throws ConfigurationError `window_too_wide`
 */
export function assertWindow({ past, future }: Window): void {
  if (isWithin(past, 0, 2) && isWithin(future, 0, 2)) return;
  throw new ConfigurationError(
    "window_too_wide",
    "The window accepts codes of more than 2 steps before or after the current one.",
    "Use { past: 1, future: 1 }; longer forms (two or three consecutive codes) have a wider window of their own.",
  );
}
