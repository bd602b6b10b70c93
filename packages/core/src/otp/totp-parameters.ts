export type OtpAlgorithm = "SHA1" | "SHA256" | "SHA512";

/** What an authenticator app has to know besides the secret (RFC 6238 section 4). */
export interface TotpParameters {
  readonly algorithm: OtpAlgorithm;
  /** 6 to 8. */
  readonly digits: number;
  /** Seconds a code lives: 15 to 120. */
  readonly period: number;
}

/** The only parameters that every authenticator app honours; several ignore the others without a word. */
export const defaultTotpParameters: TotpParameters = Object.freeze({
  algorithm: "SHA1",
  digits: 6,
  period: 30,
});

/** Steps before and after the current one in which a code is accepted. */
export interface Window {
  readonly past: number;
  readonly future: number;
}
