import type { ManagePage } from "@second-factor/core/http";
import { disclosure } from "../disclosure.js";
import type { Content } from "../document.js";
import { textField } from "../field.js";
import { button, postForm } from "../form.js";
import { attribute, type Html, html } from "../html.js";
import { errorSummary } from "../page-error.js";
import { moment, ownLink, type View, wayOut } from "../view.js";
import { browserSection } from "./browser-section.js";

type Authenticator = ManagePage["authenticators"][number];

// From here on a set is worth renewing before the last code is needed.
const few = 3;

function renameForm(view: View, { id, name }: Authenticator, index: number): Html {
  const say = view.say.manage;
  const field = textField({
    id: `sf-name-${index}`,
    name: "name",
    label: say.nameLabel,
    value: name,
    maxLength: 64,
    input: { autocomplete: "off" },
  });
  const path = `/authenticators/${encodeURIComponent(id)}/rename`;
  return postForm(view, path, [field, button(say.renameSubmit)]);
}

function removeForm(view: View, { id, name }: Authenticator, isLast: boolean): Html {
  const say = view.say.manage;
  const path = `/authenticators/${encodeURIComponent(id)}/remove`;
  return html`<p>${say.removeQuestion(name)}</p>
${isLast && html`<p>${say.removeLastQuestion}</p>`}
${postForm(view, path, button(say.removeSubmit, "danger"))}`;
}

function authenticatorItem(
  view: View,
  page: ManagePage,
  entry: Authenticator,
  index: number,
): Html {
  const say = view.say.manage;
  const { name } = entry;
  const isLast = page.authenticators.length === 1;
  const removal =
    isLast && !page.lastMayGo
      ? html`<p class="sf-hint">${say.lastStays}</p>`
      : disclosure(say.remove, removeForm(view, entry, isLast), {
          danger: true,
          accessibleName: say.removeNamed(name),
        });
  return html`<li class="sf-entry">
<h3><bdi>${name}</bdi></h3>
<dl class="sf-facts">
<div><dt>${say.created}</dt><dd>${moment(view, entry.createdAt, "date")}</dd></div>
<div><dt>${say.lastUsed}</dt><dd>${moment(view, entry.lastUsedAt, "date")}</dd></div>
</dl>
<div class="sf-actions">${disclosure(say.rename, renameForm(view, entry, index), { accessibleName: say.renameNamed(name) })}
${removal}</div>
</li>`;
}

function recoverySection(view: View, remaining: number): Html {
  const say = view.say.manage;
  const isFew = remaining <= few;
  return html`<section aria-labelledby="sf-recovery">
<h2 id="sf-recovery">${say.recoveryCodes}</h2>
<p><strong${attribute("class", isFew && "sf-warning")}>${say.remaining(remaining)}</strong>
${isFew ? say.remainingFew : say.remainingEnough}</p>
<a class="sf-button sf-button-plain" href="${ownLink(view, "/recovery-codes")}">${say.regenerate}</a>
</section>`;
}

export function manageContent(view: View, page: ManagePage): Content {
  const say = view.say.manage;
  const { authenticators, maxAuthenticators, recoveryCodesRemaining } = page;
  const isEmpty = authenticators.length === 0;
  const isFull = authenticators.length >= maxAuthenticators;
  const add = html`<a class="sf-button ${isEmpty ? "sf-button-primary" : "sf-button-plain"}" href="${ownLink(view, "/enroll")}">${say.add}</a>`;
  const list = html`<ul class="sf-entries" role="list">
${authenticators.map((entry, index) => authenticatorItem(view, page, entry, index))}
</ul>`;
  return {
    heading: say.heading,
    error: errorSummary(view),
    body: html`<section aria-labelledby="sf-authenticators">
<h2 id="sf-authenticators">${say.authenticators}</h2>
${isEmpty ? html`<p class="sf-lead">${say.none}</p>` : list}
${isFull ? html`<p class="sf-hint">${say.full(maxAuthenticators)}</p>` : add}
</section>
${!isEmpty && recoveryCodesRemaining !== null && recoverySection(view, recoveryCodesRemaining)}
${page.browsers.length > 0 && browserSection(view, page.browsers)}
${wayOut(view) !== "" && html`<a class="sf-button sf-button-quiet" href="${wayOut(view)}">${say.back}</a>`}`,
  };
}
