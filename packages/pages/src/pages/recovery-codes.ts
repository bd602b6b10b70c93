import type { RecoveryCodesPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { againForm, button, goForm } from "../form.js";
import { attribute, html } from "../html.js";
import { errorSummary } from "../page-error.js";
import { recoveryCodeTools } from "../tools.js";
import { ownPath, type View } from "../view.js";

/** Shown this once: whoever goes on has to say that they kept them, which a browser checks without a script. */
export function recoveryCodesContent(view: View, page: RecoveryCodesPage): Content {
  const say = view.say.recoveryCodes;
  const { issuer, subjectName, returnTo } = view.frame;
  const onwards = returnTo === "" ? ownPath(view, "/manage") : returnTo;
  const saved = html`<div class="sf-check">
<input type="checkbox" id="sf-saved" required>
<label for="sf-saved">${say.saved}</label>
</div>`;
  return {
    heading: say.heading[page.reason],
    notice: html`<p class="sf-notice" role="status">${say.done[page.reason]}</p>`,
    error: errorSummary(view),
    body: html`<p class="sf-lead">${say.lead}</p>
<div class="sf-print-only"><p><strong>${say.fileTitle(issuer, subjectName)}</strong></p><p>${say.fileNote}</p></div>
<ul class="sf-codes" role="list" id="sf-codes"${attribute("aria-label", say.listLabel(page.recoveryCodes.length))}>
${page.recoveryCodes.map((code) => html`<li><code>${code}</code></li>`)}
</ul>
${recoveryCodeTools(view, "sf-codes")}
${page.again ? againForm(page.again, [saved, button(say.submit)]) : goForm(onwards, [saved, button(say.submit)])}`,
  };
}
