import type { Page, PageRenderer } from "@second-factor/core/http";
import { type AppLink, checkAppLinks, commonApps } from "./app-links.js";
import { buildCatalogs, type MessagesByLocale } from "./catalogs.js";
import { chooseCatalog } from "./choose-catalog.js";
import { type Content, renderDocument } from "./document.js";
import { fingerprint } from "./fingerprint.js";
import { challengeContent } from "./pages/challenge.js";
import { confirmContent } from "./pages/confirm.js";
import { continueContent } from "./pages/continue.js";
import { enrollContent } from "./pages/enroll.js";
import { manageContent } from "./pages/manage.js";
import { problemContent } from "./pages/problem.js";
import { recoveryContent } from "./pages/recovery.js";
import { recoveryCodesContent } from "./pages/recovery-codes.js";
import { recoveryDoneContent, recoveryLinkContent } from "./pages/recovery-link.js";
import { regenerateContent } from "./pages/regenerate.js";
import { staffListContent } from "./pages/staff-list.js";
import { staffSecurityContent } from "./pages/staff-security.js";
import { staffSubjectContent } from "./pages/staff-subject.js";
import { staffSummaryContent } from "./pages/staff-summary.js";
import { undoContent, undoneContent } from "./pages/undo.js";
import { script } from "./script.js";
import { stylesheet } from "./stylesheet.js";
import { type Theme, themeRules } from "./theme.js";
import type { View } from "./view.js";

export interface HtmlPagesOptions {
  /** Catalogs by language tag, whole or in part. The browser's languages choose among them and `locale`. */
  readonly messages?: MessagesByLocale;
  /** The language where the browser wants none of ours. "en" by default. */
  readonly locale?: string;
  /** Values for the custom properties of the stylesheet. */
  readonly theme?: Theme;
  /** The authenticator apps that the confirm page points to; [] for none. */
  readonly appLinks?: readonly AppLink[];
}

function contentOf(view: View, page: Page): Content {
  switch (page.page) {
    case "enroll":
      return enrollContent(view, page);
    case "confirm":
      return confirmContent(view, page);
    case "recovery-codes":
      return recoveryCodesContent(view, page);
    case "regenerate":
      return regenerateContent(view, page);
    case "challenge":
      return challengeContent(view, page);
    case "continue":
      return continueContent(view, page);
    case "manage":
      return manageContent(view, page);
    case "problem":
      return problemContent(view, page);
    case "recovery":
      return recoveryContent(view, page);
    case "recovery-link":
      return recoveryLinkContent(view, page);
    case "recovery-done":
      return recoveryDoneContent(view, page);
    case "staff-list":
      return staffListContent(view, page);
    case "staff-subject":
      return staffSubjectContent(view, page);
    case "staff-summary":
      return staffSummaryContent(view, page);
    case "security":
      return staffSecurityContent(view, page);
    case "undo":
      return undoContent(view, page);
    case "undone":
      return undoneContent(view, page);
  }
}

/**
 * The pages as HTML: `createSecondFactor({ pages: htmlPages() })`.
 *
 * @throws TypeError, RangeError where an option can't be meant: a theme value, a link, a language tag
 */
export function htmlPages(options: HtmlPagesOptions = {}): PageRenderer {
  const catalogs = buildCatalogs(options.messages ?? {}, options.locale ?? "en");
  const appLinks = checkAppLinks(options.appLinks ?? commonApps);
  const styles = stylesheet + themeRules(options.theme ?? {});
  let version: string | undefined;
  return {
    stylesheet: styles,
    script,
    render(page) {
      const { frame } = page;
      const { locale, messages: say } = chooseCatalog(catalogs, frame.acceptLanguage);
      version ??= fingerprint(styles + script);
      const view = { frame, say, locale, appLinks, version };
      return renderDocument(view, contentOf(view, page)).toString();
    },
  };
}
