export type ImportErrorCode =
  | "already_enrolled"
  | "changed_meanwhile"
  | "digits_not_accepted"
  | "reset_here"
  | "secret_malformed"
  | "secret_too_long"
  | "secret_too_short"
  | "too_many_authenticators";

/** Why a secret could not be taken over. The secret itself is in no message. */
export class ImportError extends Error {
  override readonly name = "ImportError";

  constructor(readonly code: ImportErrorCode) {
    super(code);
  }
}
