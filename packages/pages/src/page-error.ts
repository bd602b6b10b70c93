import type { PageError, ProblemCode } from "@second-factor/core/http";
import type { Messages } from "./english.js";
import { type Html, html } from "./html.js";
import type { View } from "./view.js";

/** The id that fields name in aria-describedby. */
export const errorId = "sf-error";

/** Which words a page has for the figures of an error, where the usual ones do not fit. */
export type ErrorWording = Partial<Pick<Messages["error"], "attemptsRemaining" | "retryAfter">>;

/** What happened and what to do, one sentence each: how sentences are joined differs between languages. */
export function errorSentences(
  view: View,
  error: PageError,
  wording: ErrorWording = {},
): readonly string[] {
  const { attemptsRemaining, retryAfter, clockOff, problems } = { ...view.say.error, ...wording };
  const sentences = [problems[error.code]];
  if (error.clockOffSeconds !== undefined) sentences.push(clockOff(error.clockOffSeconds));
  if (error.attemptsRemaining !== undefined)
    sentences.push(attemptsRemaining(error.attemptsRemaining));
  if (error.retryAfterSeconds !== undefined) sentences.push(retryAfter(error.retryAfterSeconds));
  return sentences;
}

/** Is announced, and describes the field it is about. */
export function errorSummary(view: View, wording?: ErrorWording): Html | null {
  if (view.frame.error === null) return null;
  const sentences = errorSentences(view, view.frame.error, wording);
  return html`<div class="sf-alert" role="alert" id="${errorId}">
<p class="sf-alert-heading">${view.say.error.heading}</p>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
</div>`;
}

// A field is marked as wrong only by what a better value would mend.
const codesOfField = {
  otp: ["invalid_otp", "otp_malformed", "otp_wrong_length", "field_missing", "too_many_attempts"],
  recoveryCode: [
    "invalid_recovery_code",
    "recovery_code_malformed",
    "field_missing",
    "too_many_attempts",
  ],
  name: ["name_invalid", "field_missing"],
} as const satisfies Record<string, readonly ProblemCode[]>;

export function isAbout(error: PageError | null, field: keyof typeof codesOfField): boolean {
  const codes: readonly ProblemCode[] = codesOfField[field];
  return error !== null && codes.includes(error.code);
}
