import type { StaffSummaryPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { html } from "../html.js";
import { ownPath, type View } from "../view.js";

/** What became of all accounts of a role, and which ones to try again. */
export function staffSummaryContent(view: View, page: StaffSummaryPage): Content {
  const say = view.say.staffSummary;
  const { changed, unchanged, failed, leftSelfOut, ofRole } = page;
  return {
    heading: say.heading[page.act],
    wide: true,
    body: html`<p class="sf-fact"><span>${say.role}</span><bdi>${ofRole}</bdi></p>
<div role="status">
<p>${say.changed(changed)}</p>
${unchanged > 0 && html`<p>${say.unchanged(unchanged)}</p>`}
${leftSelfOut && html`<p>${say.leftSelfOut}</p>`}
</div>
${failed.length > 0 && html`<p class="sf-warning">${say.failed(failed.length)}</p><ul class="sf-ids">${failed.map((id) => html`<li><bdi>${id}</bdi></li>`)}</ul>`}
<a class="sf-button sf-button-primary" href="${ownPath(view, "/staff")}">${say.back}</a>`,
  };
}
