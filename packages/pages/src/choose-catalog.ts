import type { Catalog } from "./catalogs.js";

// What a browser sends is far shorter; the rest of a longer field is not worth reading.
const longestField = 256;

/** The ranges of an Accept-Language field, the most wanted first (RFC 9110 section 12.5.4). */
function rangesOf(field: string): readonly string[] {
  return field
    .slice(0, longestField)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part
        .split(";")
        .map((piece) => piece.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { range, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ range, quality }) => range !== "" && quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ range }) => range);
}

const primary = (tag: string): string => tag.split("-", 1)[0] ?? tag;

/** The catalog in the language that the browser wants most; the first catalog where it wants none of them. */
export function chooseCatalog(
  catalogs: readonly Catalog[],
  acceptLanguage: string | undefined,
): Catalog {
  for (const range of rangesOf(acceptLanguage ?? "")) {
    const tagged = catalogs.map((catalog) => ({ catalog, tag: catalog.locale.toLowerCase() }));
    const match =
      tagged.find(({ tag }) => tag === range) ??
      tagged.find(({ tag }) => primary(tag) === primary(range));
    if (match) return match.catalog;
  }
  const [first] = catalogs;
  if (first === undefined) throw new Error("There is no catalog.");
  return first;
}
