/** Enough of a reader for markup that is known to quote every attribute. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

export const unescapeHtml = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

export function readTags(markup: string): readonly Tag[] {
  return [...markup.matchAll(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)].map(
    ([, name = "", rest = ""]) => ({
      name,
      attributes: Object.fromEntries(
        [...rest.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, key = "", value = ""]) => [
          key,
          unescapeHtml(value),
        ]),
      ),
    }),
  );
}

export interface Form {
  readonly method: string;
  readonly action: string;
  /** Every named field with its value; an empty text for those without. */
  readonly fields: Readonly<Record<string, string>>;
  readonly markup: string;
}

export function readForms(markup: string): readonly Form[] {
  return [...markup.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const tags = readTags(form);
    const named = tags.filter(({ attributes }) => attributes.name !== undefined);
    return {
      method: tags[0]?.attributes.method ?? "",
      action: tags[0]?.attributes.action ?? "",
      fields: Object.fromEntries(
        named.map(({ attributes }) => [attributes.name ?? "", attributes.value ?? ""]),
      ),
      markup: form,
    };
  });
}

/** What a person reads: no tags, entities resolved, white space folded. */
export const readText = (markup: string): string =>
  unescapeHtml(markup.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
