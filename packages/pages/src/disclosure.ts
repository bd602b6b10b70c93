import { attribute, type Html, html } from "./html.js";

export interface DisclosureOptions {
  readonly danger?: boolean;
  /** Where the label alone does not tell what it is about. */
  readonly accessibleName?: string;
}

/** A form behind a summary: opening it is the first click, so that nothing happens by one. */
export function disclosure(
  label: string,
  content: Html,
  { danger = false, accessibleName }: DisclosureOptions = {},
): Html {
  return html`<details class="${danger ? "sf-action sf-action-danger" : "sf-action"}">
<summary${attribute("aria-label", accessibleName)}>${label}</summary>
<div class="sf-action-body">${content}</div>
</details>`;
}
