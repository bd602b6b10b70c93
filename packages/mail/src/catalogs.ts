import { english, type Messages } from "./english.js";

type DeepPartial<T> = T extends (...args: never) => unknown
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/** A catalog, or only the sentences that should read otherwise. What it leaves out is said in English. */
export type MessagesOverride = DeepPartial<Messages>;

/** Catalogs by BCP 47 tag: `{ de: german, en: { footer: () => "Acme, Harbour Road 1" } }`. */
export type MessagesByLanguage = Readonly<Record<string, MessagesOverride>>;

export interface Catalog {
  /** The tag of its sentences, and the format of its dates. */
  readonly locale: string;
  readonly messages: Messages;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Own keys of the catalog only. */
function merge<T>(base: T, override: unknown): T {
  if (override === undefined) return base;
  if (!isGroup(base) || !isGroup(override)) return override as T;
  const merged = Object.entries(base).map(([key, value]) => [key, merge(value, override[key])]);
  return Object.fromEntries(merged) as T;
}

const primary = (tag: string): string => tag.split("-", 1)[0] ?? tag;

/**
 * Looks a language up among those that were given: the tag itself, then any of the same language, then `fallback`.
 *
 * @throws RangeError at once where a tag is not a language tag
 */
export function openCatalogs(
  given: MessagesByLanguage,
  fallback: string,
): (language: string | undefined) => Catalog {
  const open = (tag: string): Catalog => ({
    locale: Intl.getCanonicalLocales(tag)[0] ?? tag,
    messages: merge(english, given[tag]),
  });
  const standard = open(fallback);
  const catalogs = [standard, ...Object.keys(given).map(open)];
  return (language) => {
    const wanted = language?.toLowerCase() ?? "";
    const tagged = catalogs.map((catalog) => ({ catalog, tag: catalog.locale.toLowerCase() }));
    const match =
      tagged.find(({ tag }) => tag === wanted) ??
      tagged.find(({ tag }) => primary(tag) === primary(wanted));
    return match?.catalog ?? standard;
  };
}
