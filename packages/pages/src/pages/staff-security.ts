import type { SecurityPage } from "@second-factor/core/http";
import type { Content } from "../document.js";
import { html } from "../html.js";
import { securityContent } from "../security/security-content.js";
import { ownPath, type View } from "../view.js";

export function staffSecurityContent(view: View, { state }: SecurityPage): Content {
  const content = securityContent(view, state);
  const back = html`<a class="sf-button sf-button-quiet" href="${ownPath(view, "/staff")}">${view.say.security.back}</a>`;
  return { ...content, body: [content.body, back] };
}
