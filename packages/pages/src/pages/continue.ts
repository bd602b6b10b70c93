import type { ContinuePage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { againForm, button } from "../form.js";
import { html } from "../html.js";
import type { View } from "../view.js";

/** One button that sends what waited for the code; the script presses it. */
export function continueContent(view: View, page: ContinuePage): Content {
  const say = view.say.resume;
  return {
    heading: say.heading,
    body: html`<p class="sf-lead" role="status">${say.lead}</p>
${againForm(page.again, button(say.submit), "data-sf-continue")}`,
  };
}
