import { textField } from "../field.js";
import { button, postForm } from "../form.js";
import { type Html, html } from "../html.js";
import type { View } from "../view.js";

export const actPaths = {
  reset: "/staff/reset",
  demandEnrollment: "/staff/demand-enrollment",
  revokeTrust: "/staff/revoke-trust",
} as const;

interface ReasonWords {
  readonly label: string;
  readonly hint: string;
}

/** Whom it concerns, why, and one button. The reason is for the log. */
export function actForm(
  view: View,
  act: keyof typeof actPaths,
  target: Html,
  reason: ReasonWords,
): Html {
  const say = view.say.staffActs[act];
  const kind = act === "reset" ? "danger" : "plain";
  return html`<p>${say.question}</p>
${postForm(view, actPaths[act], [target, reasonField(act, reason), button(say.submit, kind)])}`;
}

export const reasonField = (id: string, { label, hint }: ReasonWords): Html =>
  textField({
    id: `sf-reason-${id}`,
    name: "reason",
    label,
    hint,
    maxLength: 500,
    input: { autocomplete: "off" },
  });
