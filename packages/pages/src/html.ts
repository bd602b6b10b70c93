/** Text that is HTML already. Only `html` and `raw` make it, so that a plain string can never pass as markup. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What a template takes. null, undefined and booleans are nothing, so that `condition && html\`…\`` works. */
export type HtmlValue = Html | string | number | boolean | null | undefined | readonly HtmlValue[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as text and inside a quoted attribute; every attribute of these pages is quoted. */
const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map(markupOf).join("");
  return "";
}

/** Escapes whatever is put into it, except what is `Html` already. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const [first = "", ...rest] = strings;
  return new Html(
    rest.reduce((markup, string, index) => markup + markupOf(values[index]) + string, first),
  );
}

/** Markup from a source that is trusted as much as this code. Never for anything a person typed. */
export const raw = (markup: string): Html => new Html(markup);

/** ` name="value"`, or nothing where the value is missing; true gives the bare attribute. */
export function attribute(name: string, value: string | number | boolean | null | undefined): Html {
  if (value === null || value === undefined || value === false || value === "") return raw("");
  return value === true ? raw(` ${name}`) : html` ${raw(name)}="${value}"`;
}
