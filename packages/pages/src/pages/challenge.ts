import type { ChallengePage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { otpField, textField } from "../field.js";
import { button, hidden, postForm } from "../form.js";
import { attribute, type Html, html } from "../html.js";
import { errorSummary, isAbout } from "../page-error.js";
import type { View } from "../view.js";

/** "123456 789012": as many codes as are needed, so that nobody wonders how to type them. */
function exampleCodes(count: number, digits: number): string {
  const code = (index: number) =>
    Array.from({ length: digits }, (_, digit) => (index * digits + digit + 1) % 10).join("");
  return Array.from({ length: count }, (_, index) => code(index)).join(" ");
}

/** Names the authenticator in `authenticatorId`; a choice only where there is one. */
function authenticatorChoice(view: View, page: ChallengePage): Html {
  const label = view.say.challenge.authenticator;
  const chosen = page.authenticators.find(({ id }) => id === page.authenticatorId);
  if (page.authenticators.length < 2) {
    const name = html`<p class="sf-fact"><span>${label}</span> <bdi>${chosen?.name}</bdi></p>`;
    return html`${hidden("authenticatorId", page.authenticatorId)}${chosen && name}`;
  }
  const options = page.authenticators.map(
    ({ id, name }) =>
      html`<option value="${id}"${attribute("selected", id === page.authenticatorId)}>${name}</option>`,
  );
  return html`<div class="sf-field">
<label for="sf-authenticator">${label}</label>
<select id="sf-authenticator" name="authenticatorId" autocomplete="off">${options}</select>
</div>`;
}

function recoveryPart(view: View, page: ChallengePage, error: Html | null): Html {
  const say = view.say.challenge;
  const sent = page.sent === "recoveryCode";
  const field = textField({
    id: "sf-recovery-code",
    name: "recoveryCode",
    label: say.recoveryLabel,
    hint: say.recoveryHint,
    wrong: error !== null,
    autofocus: sent,
    classes: "sf-recovery-code",
    input: { autocomplete: "off", autocapitalize: "characters", spellcheck: "false" },
  });
  const form = html`<p>${say.recoveryText}</p>
${postForm(view, "/recovery-codes/redeem", [error, field, button(say.recoverySubmit, "plain")])}`;
  return html`<details class="sf-more"${attribute("open", sent)}>
<summary>${say.recoverySummary}</summary>
${page.recoveryCodesRemaining > 0 ? form : html`<p>${say.noRecoveryCodes(view.frame.issuer)}</p>`}
</details>`;
}

/** The error of the form that was sent stands beside that form's field; any other on top. */
function placeError(view: View, page: ChallengePage) {
  const { escalatedAttemptsRemaining, escalatedRetryAfter } = view.say.error;
  const escalated = page.codesNeeded > 1 && page.sent !== "recoveryCode";
  const error = errorSummary(
    view,
    escalated
      ? { attemptsRemaining: escalatedAttemptsRemaining, retryAfter: escalatedRetryAfter }
      : {},
  );
  const byRecoveryForm =
    page.sent === "recoveryCode" &&
    page.recoveryCodesRemaining > 0 &&
    isAbout(view.frame.error, "recoveryCode");
  return byRecoveryForm ? { top: null, recovery: error } : { top: error, recovery: null };
}

export function challengeContent(view: View, page: ChallengePage): Content {
  const say = view.say.challenge;
  const { codesNeeded, digits } = page;
  const byRecoveryCode = page.sent === "recoveryCode";
  const error = placeError(view, page);
  const field = otpField({
    label: say.codeLabel(codesNeeded),
    wrong: !byRecoveryCode && isAbout(view.frame.error, "otp"),
    autofocus: !byRecoveryCode,
    classes: codesNeeded === 1 ? "sf-code" : `sf-code sf-code-${codesNeeded}`,
    ...(codesNeeded > 1 && { hint: say.example(exampleCodes(codesNeeded, digits)) }),
  });
  return {
    heading: say.heading,
    error: error.top,
    body: html`<p class="sf-lead">${say.lead(codesNeeded, digits)}</p>
${codesNeeded !== 1 && html`<p>${say.howTo(codesNeeded)}</p>`}
${postForm(view, "/verify", [authenticatorChoice(view, page), field, button(say.submit)])}
${recoveryPart(view, page, error.recovery)}`,
  };
}
