import type { ChallengePage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { otpField, textField } from "../field.js";
import { button, hidden, postForm } from "../form.js";
import { attribute, type Html, html } from "../html.js";
import { errorSummary, isAbout } from "../page-error.js";
import { ownPath, type View } from "../view.js";

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

const ticketField = ({ resume }: ChallengePage): Html | undefined =>
  resume && hidden("ticket", resume.ticket);

/** In the host's own words, before anything is typed: whoever did not want this stops here. */
function whatFor(view: View, { resume }: ChallengePage): Html | false {
  if (!resume?.confirms) return false;
  return html`<p class="sf-fact"><span>${view.say.resume.confirms}</span> <bdi>${resume.confirms}</bdi></p>
`;
}

function recoveryPart(view: View, page: ChallengePage, error: Html | null): Html {
  const say = view.say.challenge;
  const sent = page.sent === "recoveryCode";
  const codesLeft = page.recoveryCodesRemaining ?? 0;
  const none = page.recoveryCodesRemaining === null ? say.turnToSupport : say.noRecoveryCodes;
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
${postForm(view, page.resume ? "/resume" : "/recovery-codes/redeem", [ticketField(page), error, field, button(say.recoverySubmit, "plain")])}`;
  return html`<details class="sf-more"${attribute("open", sent)}>
<summary>${say.recoverySummary}</summary>
${codesLeft > 0 ? form : html`<p>${none(view.frame.issuer)}</p>`}
${page.mayRecover && html`<p><a href="${ownPath(view, "/recovery")}">${say.lostEverything}</a></p>`}
</details>`;
}

/** Off until its owner ticks it, each time. */
function trustChoice(view: View, { trust }: ChallengePage): Html | null {
  if (trust === null) return null;
  const say = view.say.browsers;
  return html`<div class="sf-check">
<input type="checkbox" id="sf-trust" name="trustBrowser" value="true" autocomplete="off" aria-describedby="sf-trust-hint"${attribute("checked", trust.chosen)}>
<div>
<label for="sf-trust">${say.trust(trust.days)}</label>
<p class="sf-hint" id="sf-trust-hint">${say.trustHint}</p>
</div>
</div>`;
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
    (page.recoveryCodesRemaining ?? 0) > 0 &&
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
    body: html`${whatFor(view, page)}<p class="sf-lead">${say.lead(codesNeeded, digits)}</p>
${codesNeeded !== 1 && html`<p>${say.howTo(codesNeeded)}</p>`}
${postForm(view, page.resume ? "/resume" : "/verify", [ticketField(page), authenticatorChoice(view, page), field, trustChoice(view, page), button(say.submit)])}
${recoveryPart(view, page, error.recovery)}`,
  };
}
