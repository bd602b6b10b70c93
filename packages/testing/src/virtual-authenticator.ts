import type { Clock, OtpAlgorithm } from "@second-factor/core/stores";
import { Secret, TOTP, URI } from "otpauth";

export interface SharedSecret {
  /** Base32; spaces and hyphens as people type them are fine. */
  readonly secret: string;
  readonly algorithm?: OtpAlgorithm;
  readonly digits?: number;
  /** Seconds. */
  readonly period?: number;
}

export interface VirtualAuthenticatorOptions {
  /** How far the device's own clock is ahead, in seconds; negative where it is behind. */
  readonly skewSeconds?: number;
}

/** What an authenticator app would show. It shares no code with the suite: otpauth computes, not core. */
export interface VirtualAuthenticator {
  /** The code of the current time step, or of one so many steps later. */
  code(offsetSteps?: number): string;
  /**
   * Consecutive codes, oldest first, the last of them the current one: what a person types who has waited for the
   * display to change. `offsetSteps` moves the last one.
   */
  codes(count: number, offsetSteps?: number): string[];
}

/**
 * Scans a key URI, or takes the secret by hand.
 *
 * @throws Error where the key URI is none for TOTP, or the secret is no Base32
 */
export function virtualAuthenticator(
  keyUri: string | SharedSecret,
  clock: Clock,
  { skewSeconds = 0 }: VirtualAuthenticatorOptions = {},
): VirtualAuthenticator {
  const totp = typeof keyUri === "string" ? scan(keyUri) : typeIn(keyUri);

  function code(offsetSteps = 0): string {
    const timestamp = clock.now() + (skewSeconds + offsetSteps * totp.period) * 1000;
    return totp.generate({ timestamp });
  }

  return {
    code,
    codes: (count, offsetSteps = 0) =>
      Array.from({ length: count }, (_, index) => code(offsetSteps - count + 1 + index)),
  };
}

function scan(keyUri: string): TOTP {
  const parsed = URI.parse(keyUri);
  if (!(parsed instanceof TOTP)) throw new Error("The key URI is not one for TOTP.");
  return parsed;
}

function typeIn({ secret, algorithm = "SHA1", digits = 6, period = 30 }: SharedSecret): TOTP {
  const typed = secret.replace(/[\s-]/g, "").toUpperCase();
  return new TOTP({ secret: Secret.fromBase32(typed), algorithm, digits, period });
}
