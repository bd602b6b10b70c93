import type { RegeneratePage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { button, postForm } from "../form.js";
import { html } from "../html.js";
import { errorSummary } from "../page-error.js";
import { ownLink, type View } from "../view.js";

export function regenerateContent(view: View, page: RegeneratePage): Content {
  const say = view.say.regenerate;
  return {
    heading: say.heading,
    error: errorSummary(view),
    body: html`<p class="sf-lead">${say.remaining(page.remaining)}</p>
<p>${say.consequence}</p>
${postForm(view, "/recovery-codes", button(say.submit))}
<a class="sf-button sf-button-quiet" href="${ownLink(view, "/manage")}">${say.cancel}</a>`,
  };
}
