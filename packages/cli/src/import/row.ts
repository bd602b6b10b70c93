import type { ImportErrorCode, TotpParameters } from "@second-factor/core";

/** One authenticator of somebody, as a file tells it. */
export interface Row {
  readonly line: number;
  readonly subjectId: string;
  readonly name?: string;
  readonly secret: string | Uint8Array;
  /** What the row says; the rest is what the source makes by default. */
  readonly parameters: Partial<TotpParameters>;
}

export interface BadRow {
  readonly line: number;
  readonly problem: RowProblem;
}

/** Why a row was left out. The texts are ours: nothing of the row is in them. */
export type RowProblem = keyof typeof rowProblems;

export const rowProblems = {
  already_enrolled: "enrolled here by themselves since: nothing was added",
  changed_meanwhile: "the account changed while it was imported: run it again",
  digits_not_accepted: "the app does not take codes of that length: see its option acceptedDigits",
  encoding_differs: "ascii, hex and base32 of the secret are not the same",
  enrollment_unconfirmed: "the enrollment was never confirmed there: they enroll here instead",
  name_invalid: "the name is longer than 64 characters, or no line of text",
  otp_parameters_invalid: "algorithm, digits or period are none that codes can be made with",
  reset_here: "the second factor was reset here since: they enroll anew",
  row_malformed: "it cannot be read as a row",
  secret_malformed: "the secret is not written as this source writes it",
  secret_missing: "there is no secret: see --secret-field",
  secret_not_opened: "the secret does not open with this BETTER_AUTH_SECRET",
  secret_too_long: "the secret is longer than 64 bytes",
  secret_too_short: "the secret has less than 128 bits: see --accept-short",
  subject_invalid: "the subject is not 1 to 256 characters of well-formed text",
  subject_missing: "there is no subject: see --subject-field",
  too_many_authenticators: "the account has as many authenticators as the app allows",
} as const satisfies Record<ImportErrorCode | string, string>;
