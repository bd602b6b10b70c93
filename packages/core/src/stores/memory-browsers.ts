import { changeAccount, type MemorySubjectRow } from "./memory-subject-row.js";
import type { Records } from "./records.js";
import type { BrowserRecord } from "./subject-record.js";

/** Each method runs to its end without an `await`, like all of `memoryRecords`. */
export function memoryBrowserMethods(
  find: (subjectId: string) => MemorySubjectRow | undefined,
  findOrCreate: (subjectId: string) => MemorySubjectRow,
): Pick<Records, "keepBrowser" | "rotateBrowser" | "countBrowserFailure" | "removeBrowsers"> {
  function keep(row: MemorySubjectRow, browser: BrowserRecord, most: number): void {
    changeAccount(row, { browsers: withBrowser(row.account.browsers, browser, most) });
  }

  return {
    async keepBrowser(subjectId, browser, most) {
      keep(findOrCreate(subjectId), browser, most);
    },

    async rotateBrowser(subjectId, browserId, { from, to }, at) {
      const row = find(subjectId);
      const held = row?.account.browsers.find(({ id }) => id === browserId);
      if (row === undefined || held?.digest !== from) return false;
      const rotated = { ...held, digest: to, rotatedAt: at, lastSeenAt: at };
      keep(row, rotated, row.account.browsers.length);
      return true;
    },

    async countBrowserFailure(subjectId, browser, at, windowSeconds, most) {
      const row = findOrCreate(subjectId);
      const held = row.account.browsers.find(({ id }) => id === browser.id);
      const { since, count } = held?.failures ?? { since: at, count: 0 };
      const opens = count === 0 || at >= since + windowSeconds * 1000;
      const failures = { since: opens ? at : since, count: opens ? 1 : count + 1 };
      keep(row, { ...(held ?? browser), failures }, most);
    },

    async removeBrowsers(subjectId, ids) {
      const row = find(subjectId);
      if (row === undefined) return 0;
      const { browsers } = row.account;
      const left = ids === "all" ? [] : browsers.filter(({ id }) => !ids.includes(id));
      if (left.length < browsers.length) changeAccount(row, { browsers: Object.freeze(left) });
      return browsers.length - left.length;
    },
  };
}

/** Oldest first, as `load` gives them. */
function withBrowser(
  browsers: readonly BrowserRecord[],
  { failures, ...browser }: BrowserRecord,
  most: number,
): readonly BrowserRecord[] {
  const others = browsers
    .filter(({ id }) => id !== browser.id)
    .sort((a, b) => b.lastSeenAt - a.lastSeenAt || (a.id < b.id ? 1 : -1))
    .slice(0, Math.max(0, most - 1));
  const own = Object.freeze({ ...browser, failures: Object.freeze({ ...failures }) });
  return Object.freeze([...others, own].sort(byAge));
}

const byAge = (left: BrowserRecord, right: BrowserRecord): number =>
  left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1);
