import type { RecoveryDonePage, RecoveryLinkPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { button, hidden, postForm } from "../form.js";
import { html } from "../html.js";
import type { View } from "../view.js";

/** Opened by a link of a message: the button does it, the link alone does nothing. */
export function recoveryLinkContent(view: View, { leadsTo, ticket }: RecoveryLinkPage): Content {
  const say = view.say.recovery;
  const carried = hidden("ticket", ticket);
  if (leadsTo === "complete")
    return {
      heading: say.continueHeading,
      body: html`<p class="sf-lead">${say.continueLead}</p>
${postForm(view, "/recovery/complete", [carried, button(say.continueSubmit)])}`,
    };
  return {
    heading: say.cancelHeading,
    body: html`<p class="sf-lead">${say.cancelLead(view.frame.issuer)}</p>
<p>${say.cancelAfter}</p>
${postForm(view, "/recovery/cancel", [carried, button(say.end)])}`,
  };
}

export function recoveryDoneContent(view: View, page: RecoveryDonePage): Content {
  const say = view.say.recovery;
  const [heading, lead] = {
    requested: [say.requestedHeading, say.requestedLead(page.waitMs ?? 0)],
    canceled: [say.canceledHeading, say.canceledLead],
    completed: [say.completedHeading, say.completedLead],
  }[page.done] as [string, string];
  const { signInPath } = page;
  const leadsOn = page.done !== "requested" && signInPath !== null;
  return {
    heading,
    body: html`<p class="sf-lead" role="status">${lead}</p>
${leadsOn && html`<a class="sf-button sf-button-primary" href="${signInPath}">${say.signIn}</a>`}`,
  };
}
