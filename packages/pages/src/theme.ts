/** The custom properties of the stylesheet, without their `--sf-`; what each is for stands at its head. */
export const themeProperties = [
  "background",
  "surface",
  "text",
  "muted",
  "line",
  "field-line",
  "accent",
  "on-accent",
  "accent-soft",
  "focus",
  "danger",
  "on-danger",
  "danger-soft",
  "success",
  "success-soft",
  "warning",
  "radius",
  "width",
  "width-wide",
  "font",
  "font-code",
] as const;

export type ThemeProperty = (typeof themeProperties)[number];

/** One value for both colour schemes, or one for each. */
export type Theme = {
  readonly [Property in ThemeProperty]?: string | { readonly light: string; readonly dark: string };
};

const known: readonly string[] = themeProperties;

function declaration(property: string, value: string): string {
  if (!known.includes(property)) throw new TypeError(`theme: there is no property "${property}"`);
  // A value that could end its declaration would be a style sheet of its own.
  if (/[;{}<>\\@]/.test(value))
    throw new TypeError(`theme: "${value}" is no value for ${property}`);
  return `--sf-${property}: ${value};`;
}

/**
 * Rules to stand after the stylesheet.
 *
 * @throws TypeError where a property does not exist or a value is none
 */
export function themeRules(theme: Theme): string {
  const entries = Object.entries(theme).flatMap(([property, value]) =>
    value === undefined ? [] : [{ property, value }],
  );
  const rules = (scheme: "light" | "dark") =>
    entries
      .map(({ property, value }) =>
        declaration(property, typeof value === "string" ? value : value[scheme]),
      )
      .join(" ");
  if (entries.length === 0) return "";
  return `:root { ${rules("light")} }\n@media (prefers-color-scheme: dark) { :root { ${rules("dark")} } }\n`;
}
