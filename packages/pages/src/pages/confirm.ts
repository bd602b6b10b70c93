import type { ConfirmPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { otpField } from "../field.js";
import { button, postForm } from "../form.js";
import { type Html, html } from "../html.js";
import { errorSummary, isAbout } from "../page-error.js";
import { qrCard } from "../qr-card.js";
import { copyButton } from "../tools.js";
import { moment, type View } from "../view.js";

function appList({ say, appLinks }: View): Html | false {
  if (appLinks.length === 0) return false;
  return html`<p>${say.confirm.appText}</p>
<ul class="sf-apps" role="list">
${appLinks.map(({ name, url }) => html`<li><a href="${url}" target="_blank" rel="noreferrer noopener">${name}</a></li>`)}
</ul>
<p class="sf-hint">${say.confirm.appsNewTab}</p>`;
}

/**
 * The QR code, and the two ways for whom it is of no use: on this device, and by hand. On a phone the first of them is
 * the likely one, so it comes first; on a wide screen the stylesheet puts both beside the code.
 */
function secretPanel(view: View, page: ConfirmPage): Html {
  const say = view.say.confirm;
  return html`<div class="sf-scan">
<div class="sf-scan-here"><p>${say.sameDevice}</p>
<a class="sf-button sf-button-plain" href="${page.keyUri}">${say.addHere}</a></div>
<div class="sf-scan-code">${qrCard(page.qrCode, say.qrCode(page.name))}
<p class="sf-hint">${say.validUntil} ${moment(view, page.expiresAt, "time")}</p></div>
<div class="sf-scan-key"><p>${say.manualKey}</p>
<p class="sf-key"><code id="sf-key">${page.secret}</code></p>
<p class="sf-hint">${say.manualHint}</p>
${copyButton(view, { target: "sf-key", label: say.copyKey, done: say.keyCopied, compact: true })}</div>
</div>`;
}

export function confirmContent(view: View, page: ConfirmPage): Content {
  const say = view.say.confirm;
  const path = `/totp/enrollments/${encodeURIComponent(page.enrollmentId)}`;
  const wrong = isAbout(view.frame.error, "otp");
  const field = otpField({
    label: say.codeLabel,
    hint: say.codeHint,
    wrong,
    autofocus: wrong,
    classes: "sf-code",
  });
  // The field stands far below the heading: its error stands beside it, where the focus scrolls to.
  const error = errorSummary(view, {
    attemptsRemaining: view.say.error.enrollmentAttemptsRemaining,
  });
  return {
    heading: say.heading,
    wide: true,
    error: wrong ? null : error,
    body: html`<ol class="sf-steps" role="list">
<li><h2>${say.appStep}</h2>${appList(view)}</li>
<li><h2>${say.scanStep}</h2>${secretPanel(view, page)}</li>
<li><h2>${say.codeStep}</h2>
${postForm(view, `${path}/confirm`, [wrong && error, field, button(say.submit)])}
${postForm(view, `${path}/cancel`, button(say.cancel, "quiet"), "sf-form-quiet")}</li>
</ol>`,
  };
}
