import { english, type Messages } from "./english.js";

type DeepPartial<T> = T extends (...args: never) => unknown
  ? T
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
      : T;

/** A catalog, or only the sentences that should read otherwise. What it leaves out is said in English. */
export type MessagesOverride = DeepPartial<Messages>;

/** Catalogs by BCP 47 tag: `{ en: { confirm: { submit: "Go" } }, de: german }`. */
export type MessagesByLocale = Readonly<Record<string, MessagesOverride>>;

export interface Catalog {
  /** The tag of its sentences; also the page's `lang` and the format of its dates. */
  readonly locale: string;
  readonly messages: Messages;
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Own keys of the catalog only, so that a key that no page reads is left out rather than kept. */
function merge<T>(base: T, override: unknown): T {
  if (override === undefined) return base;
  if (!isGroup(base) || !isGroup(override)) return override as T;
  const merged = Object.entries(base).map(([key, value]) => [key, merge(value, override[key])]);
  return Object.fromEntries(merged) as T;
}

/**
 * The catalogs there are: those that were given, and that of `fallback`.
 *
 * @throws RangeError where a tag is not a language tag
 */
export function buildCatalogs(given: MessagesByLocale, fallback: string): readonly Catalog[] {
  const tags = new Set([fallback, ...Object.keys(given)]);
  return [...tags].map((tag) => ({
    locale: Intl.getCanonicalLocales(tag)[0] ?? tag,
    messages: merge(english, given[tag]),
  }));
}
