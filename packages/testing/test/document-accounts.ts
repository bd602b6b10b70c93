import type { BrowserRecord, Records, RecoveryRecord } from "@second-factor/core/stores";
import type { ChangeDocument, SubjectDocument } from "./document-records.js";

type AccountRecords = Pick<
  Records,
  | "openRecovery"
  | "changeRecovery"
  | "completeRecovery"
  | "keepBrowser"
  | "rotateBrowser"
  | "countBrowserFailure"
  | "removeBrowsers"
>;

/** Recoveries and browsers of `documentRecords`. */
export function documentAccounts(
  on: ChangeDocument,
  voided: () => Partial<SubjectDocument>,
): AccountRecords {
  return {
    openRecovery: (subjectId, recovery) =>
      on(subjectId, (document) => {
        const before = document.recovery;
        const isOpen =
          before !== null && ["waiting", "requested", "approved"].includes(before.state);
        if (isOpen && before.expiresAt > recovery.openedAt) return false;
        document.recovery = { ...recovery };
        return true;
      }),
    changeRecovery: (subjectId, id, from, { state, availableAt, expiresAt, decidedBy }) =>
      on(subjectId, (document) => {
        if (!isInState(document.recovery, id, from)) return false;
        Object.assign(document.recovery, { state, availableAt, expiresAt, decidedBy });
        return true;
      }),
    completeRecovery: (subjectId, id, from, { to, at }) =>
      on(subjectId, (document) => {
        if (!isInState(document.recovery, id, from)) return false;
        Object.assign(document.recovery, { state: "completed" });
        Object.assign(document, { ...voided(), epoch: to, epochChangedAt: at });
        return true;
      }),
    keepBrowser: (subjectId, browser, most) =>
      on(subjectId, (document) => {
        document.browsers = withBrowser(document.browsers, browser, most);
      }),
    rotateBrowser: (subjectId, id, { from, to }, at) =>
      on(subjectId, (document) => {
        const held = document.browsers.find((browser) => browser.id === id);
        if (held?.digest !== from) return false;
        Object.assign(held, { digest: to, rotatedAt: at, lastSeenAt: at });
        return true;
      }),
    countBrowserFailure: (subjectId, browser, at, windowSeconds, most) =>
      on(subjectId, (document) => {
        const held = document.browsers.find(({ id }) => id === browser.id);
        const { since, count } = held?.failures ?? { since: at, count: 0 };
        const opens = count === 0 || at >= since + windowSeconds * 1000;
        const failures = { since: opens ? at : since, count: opens ? 1 : count + 1 };
        const counted = { ...(held ?? browser), failures };
        document.browsers = withBrowser(document.browsers, counted, most);
      }),
    removeBrowsers: (subjectId, ids) =>
      on(subjectId, (document) => {
        const before = document.browsers.length;
        const goes = ({ id }: BrowserRecord) => ids === "all" || ids.includes(id);
        document.browsers = document.browsers.filter((browser) => !goes(browser));
        return before - document.browsers.length;
      }),
  };
}

const isInState = (
  recovery: RecoveryRecord | null,
  id: string,
  state: RecoveryRecord["state"],
): recovery is RecoveryRecord => recovery?.id === id && recovery.state === state;

function withBrowser(
  browsers: readonly BrowserRecord[],
  browser: BrowserRecord,
  most: number,
): BrowserRecord[] {
  const others = browsers
    .filter(({ id }) => id !== browser.id)
    .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt || (a.id < b.id ? 1 : -1))
    .slice(0, Math.max(0, most - 1));
  return [...others, structuredClone(browser)].sort(
    (a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );
}
