import type { RecoveryPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { button, hidden, postForm } from "../form.js";
import { type Html, html } from "../html.js";
import { moment, type View, wayOut } from "../view.js";

export function recoveryContent(view: View, page: RecoveryPage): Content {
  const say = view.say.recovery;
  const { recovery } = page;
  const body = recovery === null ? askPart(view, page) : openPart(view, page, recovery);
  return {
    heading: recovery === null ? say.askHeading : say.openHeading,
    body: html`${body}
${wayOut(view) !== "" && html`<a class="sf-button sf-button-quiet" href="${wayOut(view)}">${say.back}</a>`}`,
  };
}

function askPart(view: View, page: RecoveryPage): Html {
  const say = view.say.recovery;
  const steps = [
    [say.askStep, say.askText],
    [say.waitStep(page.waitMs ?? 0), say.waitText],
    [say.returnStep, say.returnText],
  ].map(([title, text]) => html`<li><h3>${title}</h3><p>${text}</p></li>`);
  return html`<p class="sf-lead">${say.askLead}</p>
<h2>${view.say.enroll.stepsLabel}</h2>
<ol class="sf-steps" role="list">${steps}</ol>
${freshly(view, page, postForm(view, "/recovery", button(say.ask)))}`;
}

function openPart(
  view: View,
  page: RecoveryPage,
  { kind, availableAt }: NonNullable<RecoveryPage["recovery"]>,
): Html {
  const say = view.say.recovery;
  if (kind === "support")
    return html`<p class="sf-lead">${say.supportLead}</p>
${endPart(view, page)}`;
  const waiting = html`<p class="sf-fact"><span>${say.availableFrom}</span> ${moment(view, availableAt, "datetime")}</p>
<p>${say.waiting}</p>`;
  const ready = html`<p>${say.ready}</p>
${freshly(view, page, postForm(view, "/recovery/complete", button(say.complete, "danger")))}`;
  return html`<p class="sf-lead">${say.delayedLead}</p>
${page.isAvailable ? ready : waiting}
${endPart(view, page)}`;
}

function endPart(view: View, { cancelTicket }: RecoveryPage): Html {
  const say = view.say.recovery;
  if (cancelTicket === null) return html`<p class="sf-hint">${say.endByMessage}</p>`;
  return html`<p>${say.endLead}</p>
${postForm(view, "/recovery/cancel", [hidden("ticket", cancelTicket), button(say.end)])}`;
}

/** What the password alone opens wants it shown just now. */
function freshly(view: View, page: RecoveryPage, form: Html): Html {
  const say = view.say.recovery;
  if (page.isSignInFresh) return form;
  const { signInPath } = page;
  return html`<p>${say.signInFirst}</p>
${signInPath !== null && html`<a class="sf-button sf-button-primary" href="${signInPath}">${say.signIn}</a>`}`;
}
