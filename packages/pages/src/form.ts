import type { Again } from "@second-factor/core/http";
import { attribute, type Html, type HtmlValue, html } from "./html.js";
import { ownPath, type View } from "./view.js";

/** A form of ours: posts below the base path, carries the session's form token and the way back. */
export function postForm(view: View, path: string, content: HtmlValue, classes = "sf-form"): Html {
  const { formToken, returnTo } = view.frame;
  return html`<form method="post"${attribute("action", ownPath(view, path))}${attribute("class", classes)}>
${hidden("form_token", formToken)}${returnTo !== "" && hidden("return_to", returnTo)}
${content}
</form>`;
}

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export const button = (
  label: string,
  kind: "primary" | "plain" | "danger" | "quiet" = "primary",
): Html => html`<button type="submit" class="sf-button sf-button-${kind}">${label}</button>`;

/**
 * A form that only goes on to a local path. Sending a GET form drops the query of its action, so the query travels as
 * fields.
 */
export function goForm(path: string, content: HtmlValue): Html {
  const [, before = "", query = "", fragment = ""] =
    /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(path) ?? [];
  const fields = [...new URLSearchParams(query)].map(([name, value]) => hidden(name, value));
  return html`<form method="get" action="${before}${fragment}" class="sf-form">
${fields}
${content}
</form>`;
}

/** The host's own form once more: its fields in their order, and none of ours. */
export function againForm({ path, fields }: Again, content: HtmlValue, mark = ""): Html {
  return html`<form method="post" action="${path}" class="sf-form"${mark !== "" && attribute(mark, true)}>
${fields.map(([name, value]) => hidden(name, value))}
${content}
</form>`;
}
