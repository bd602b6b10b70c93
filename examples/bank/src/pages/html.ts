/** Text that is HTML already; a plain string never is. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

type Value = Html | string | number | false | null | readonly Value[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function markupOf(value: Value): string {
  if (value instanceof Html) return value.toString();
  if (value === false || value === null) return "";
  if (typeof value === "object") return value.map(markupOf).join("");
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Escapes whatever is put into it, except what is `Html` already. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const [first = "", ...rest] = strings;
  return new Html(
    rest.reduce((markup, text, index) => markup + markupOf(values[index] ?? null) + text, first),
  );
}
