import type { Theme } from "@second-factor/pages";

/** The bank's own colours, so that its pages and those of the second factor look like one product. */
export const theme = {
  background: { light: "#f2f5f4", dark: "#0e1413" },
  surface: { light: "#ffffff", dark: "#171f1e" },
  text: { light: "#14211f", dark: "#e6eeec" },
  muted: { light: "#52645f", dark: "#a1b1ad" },
  line: { light: "#dbe3e1", dark: "#2a3735" },
  "field-line": { light: "#7f908c", dark: "#748a85" },
  accent: { light: "#0b5f52", dark: "#7ed8c4" },
  "on-accent": { light: "#ffffff", dark: "#06241e" },
  "accent-soft": { light: "#e7f3f0", dark: "#15302b" },
  focus: { light: "#0b5f52", dark: "#7ed8c4" },
} satisfies Theme;
