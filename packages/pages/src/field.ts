import { attribute, type Html, html } from "./html.js";
import { errorId } from "./page-error.js";

export interface Field {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  /** The sentences of the error summary are about this field. */
  readonly wrong?: boolean;
  readonly autofocus?: boolean;
  readonly maxLength?: number;
  /** Further attributes of the input. */
  readonly input?: Readonly<Record<string, string>>;
  readonly classes?: string;
}

/** A labelled text field. Its hint and, where it is wrong, the error describe it to a screen reader. */
export function textField(field: Field): Html {
  const hintId = `${field.id}-hint`;
  const described = [field.hint !== undefined && hintId, field.wrong && errorId].filter(Boolean);
  const more = Object.entries(field.input ?? {}).map(([name, value]) => attribute(name, value));
  return html`<div class="sf-field">
<label for="${field.id}">${field.label}</label>
${field.hint !== undefined && html`<p class="sf-hint" id="${hintId}">${field.hint}</p>`}
<input type="text" id="${field.id}" name="${field.name}" required${[
    attribute("class", field.classes),
    attribute("value", field.value),
    attribute("maxlength", field.maxLength),
    attribute("aria-describedby", described.join(" ")),
    attribute("aria-invalid", field.wrong && "true"),
    attribute("autofocus", field.autofocus),
    more,
  ]}>
</div>`;
}

/** One field for the code or codes: several boxes, or a second field, break password managers. */
export function otpField(field: Omit<Field, "name" | "id">): Html {
  return textField({
    ...field,
    id: "sf-otp",
    name: "otp",
    input: {
      autocomplete: "one-time-code",
      inputmode: "numeric",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "go",
    },
  });
}
