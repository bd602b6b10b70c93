export { type AppLink, commonApps } from "./app-links.js";
export type { MessagesByLocale, MessagesOverride } from "./catalogs.js";
export { inMinutes } from "./duration.js";
export { english, type Messages } from "./english.js";
export { type HtmlPagesOptions, htmlPages } from "./html-pages.js";
export { inTime } from "./in-time.js";
export {
  type SecurityPageOptions,
  securityPage,
  securityPageHeaders,
} from "./security/security-page.js";
export type { Theme, ThemeProperty } from "./theme.js";
