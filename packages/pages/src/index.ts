export { type AppLink, commonApps } from "./app-links.js";
export type { MessagesByLocale, MessagesOverride } from "./catalogs.js";
export { english, type Messages } from "./english.js";
export { type HtmlPagesOptions, htmlPages } from "./html-pages.js";
export { inTime } from "./in-time.js";
export type { Theme, ThemeProperty } from "./theme.js";
