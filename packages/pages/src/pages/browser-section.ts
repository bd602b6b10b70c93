import type { ManagePage } from "@second-factor/core/http";
import { disclosure } from "../disclosure.js";
import { button, postForm } from "../form.js";
import { type Html, html } from "../html.js";
import { moment, type View } from "../view.js";

type Browsers = ManagePage["browsers"];

function browserItem(view: View, browser: Browsers[number]): Html {
  const say = view.say.browsers;
  const { id, name, current } = browser;
  const form = html`<p>${say.removeQuestion}</p>
${postForm(view, `/browsers/${encodeURIComponent(id)}/remove`, button(say.removeSubmit, "danger"))}`;
  return html`<li class="sf-entry">
<h3><bdi>${name}</bdi>${current && html` <span class="sf-hint">${say.thisOne}</span>`}</h3>
<dl class="sf-facts">
<div><dt>${say.added}</dt><dd>${moment(view, browser.createdAt, "date")}</dd></div>
<div><dt>${say.lastSeen}</dt><dd>${moment(view, browser.lastSeenAt, "date")}</dd></div>
<div><dt>${say.until}</dt><dd>${moment(view, browser.trustedUntil, "date")}</dd></div>
</dl>
<div class="sf-actions">${disclosure(say.remove, form, { danger: true, accessibleName: say.removeNamed(name) })}</div>
</li>`;
}

/** The browsers that are not asked for a code, and how to end that. */
export function browserSection(view: View, browsers: Browsers): Html {
  const say = view.say.browsers;
  const all = html`<p>${say.removeAllQuestion}</p>
${postForm(view, "/browsers/remove", button(say.removeAllSubmit, "danger"))}`;
  return html`<section aria-labelledby="sf-browsers">
<h2 id="sf-browsers">${say.heading}</h2>
<p>${say.lead}</p>
<ul class="sf-entries" role="list">
${browsers.map((browser) => browserItem(view, browser))}
</ul>
${browsers.length > 1 && html`<div class="sf-actions">${disclosure(say.removeAll, all, { danger: true })}</div>`}
</section>`;
}
