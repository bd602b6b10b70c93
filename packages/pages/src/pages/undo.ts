import type { UndonePage, UndoPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { button, hidden, postForm } from "../form.js";
import { html } from "../html.js";
import { moment, type View } from "../view.js";

/** Where the link of a notice leads. Nobody need be signed in: the ticket is all that counts. */
export function undoContent(view: View, page: UndoPage): Content {
  const say = view.say.undo;
  return {
    heading: say.heading,
    body: html`<p class="sf-lead">${say.lead}</p>
<dl class="sf-facts sf-facts-listed">
<div><dt>${say.name}</dt><dd><bdi>${page.authenticatorName}</bdi></dd></div>
<div><dt>${say.added}</dt><dd>${moment(view, page.addedAt, "datetime")}</dd></div>
</dl>
<p>${page.last ? say.last : say.others}</p>
${postForm(view, "/undo", [hidden("ticket", page.ticket), button(say.submit, "danger")])}
<p class="sf-hint">${say.ticket} ${say.mine}</p>`,
  };
}

export function undoneContent(view: View, page: UndonePage): Content {
  const say = view.say.undone;
  return {
    heading: say.heading,
    body: html`<p>${say.gone(page.authenticatorName)}</p>
<p><strong>${say.password}</strong> ${page.last ? say.last : say.others}</p>
${page.signInPath !== null && html`<a class="sf-button sf-button-primary" href="${page.signInPath}">${say.signIn}</a>`}`,
  };
}
