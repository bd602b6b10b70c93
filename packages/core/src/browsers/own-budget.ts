import type { Settings } from "../configuration/settings.js";
import type { BrowserRecord, FailureCount, SubjectRecord } from "../stores/subject-record.js";
import type { BrowserCookie } from "./browser-cookie.js";

/**
 * The key of the short budgets. It is needed before the subject is read: a cookie that turns out to be worth nothing
 * has a short window to itself for that. What bounds guessing is the long budget, and that is then the subject's.
 */
export const budgetKey = (subjectKey: string, browser: BrowserCookie | null): string =>
  browser === null ? subjectKey : `${subjectKey}:${browser.browserId}`;

/**
 * The row in which a known browser's failures are counted, as it is or as the first failure will make it. Null where
 * they count in the subject's: a cookie of another epoch, one whose trust was taken away with its row, and one too many
 * for the rows that a subject may have. Else dropping a row would give its budget back.
 */
export function ownRecord(
  { browsers: { most } }: Settings,
  { epoch, browsers }: Pick<SubjectRecord, "epoch" | "browsers">,
  cookie: BrowserCookie | null,
  now: number,
): BrowserRecord | null {
  if (cookie === null || cookie.epoch !== epoch) return null;
  const held = browsers.find(({ id }) => id === cookie.browserId);
  if (held !== undefined) return held.epoch === epoch ? held : null;
  if (cookie.secret !== "" || browsers.length >= most) return null;
  return {
    id: cookie.browserId,
    name: "",
    createdAt: cookie.setAt,
    lastSeenAt: now,
    epoch,
    trustedUntil: 0,
    digest: "",
    rotatedAt: 0,
    failures: { since: 0, count: 0 },
  };
}

/** The failures that bound single codes: too many in a row are the account's, wherever they were made. */
export function failuresOf(
  { longTerm }: Settings,
  { failures }: Pick<SubjectRecord, "failures">,
  own: BrowserRecord | null,
): FailureCount {
  if (own === null || failures.inARow >= longTerm.inARow) return failures;
  return { ...own.failures, inARow: 0 };
}
