import type { EnrollPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { textField } from "../field.js";
import { button, postForm } from "../form.js";
import { html } from "../html.js";
import { errorSummary, isAbout } from "../page-error.js";
import { moment, ownPath, type View, wayOut } from "../view.js";

/** Where whoever may put it off goes instead; null where nobody may, or nowhere is known. */
function wayAround(view: View, page: EnrollPage): string | null {
  if (!page.first) return ownPath(view, "/manage");
  const mayWait = !page.required || page.graceUntil !== null;
  return mayWait ? wayOut(view) || null : null;
}

export function enrollContent(view: View, page: EnrollPage): Content {
  const say = view.say.enroll;
  const wrong = isAbout(view.frame.error, "name");
  const error = errorSummary(view);
  const later = wayAround(view, page);
  const field = textField({
    id: "sf-name",
    name: "name",
    label: say.nameLabel,
    hint: say.nameHint,
    value: say.suggestedName(page.first),
    maxLength: 64,
    wrong,
    autofocus: wrong,
    input: { autocomplete: "off" },
  });
  return {
    heading: say.heading(page.first),
    error: wrong ? null : error,
    body: html`<p class="sf-lead">${say.lead(view.frame.issuer, page.first)}</p>
${page.required && page.graceUntil === null && html`<p class="sf-note">${say.requiredLead}</p>`}
${page.graceUntil !== null && html`<p class="sf-note">${say.graceLabel} ${moment(view, page.graceUntil, "datetime")}</p>`}
<h2>${say.stepsLabel}</h2>
<ol class="sf-steps" role="list">
${say.steps.map(({ title, text }) => html`<li><h3>${title}</h3><p>${text}</p></li>`)}
</ol>
${postForm(view, "/totp/enrollments", [wrong && error, field, button(say.submit)])}
${later !== null && html`<a class="sf-button sf-button-quiet" href="${later}">${say.later}</a>`}`,
  };
}
