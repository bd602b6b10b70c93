import { type Html, html } from "./html.js";

export function messagePage(heading: string, text: string): Html {
  return html`<div class="narrow stack">
<h1>${heading}</h1>
<p class="muted">${text}</p>
<p><a href="/">Back to the front page</a></p>
</div>`;
}
