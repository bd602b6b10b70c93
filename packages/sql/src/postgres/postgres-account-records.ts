import type { Records } from "@second-factor/core/stores";
import { formatBrowser } from "../format-browser.js";
import { formatRecovery } from "../format-recovery.js";
import type { PostgresDatabase, PostgresResult, PostgresStatement } from "../sql-database.js";
import type { SubjectKey } from "../subject-key.js";
import * as accountRecovery from "./account-recovery-statements.js";
import * as browsers from "./browser-statements.js";

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

/** What few subjects have: a recovery, and browsers. Each verdict one statement, as all of `postgresRecords`. */
export function postgresAccountRecords(
  database: PostgresDatabase,
  keyOf: (subjectId: string) => SubjectKey,
  decided: (statement: PostgresStatement) => Promise<boolean>,
  settled: (statement: PostgresStatement) => Promise<PostgresResult["rows"][number]>,
): AccountRecords {
  return {
    async openRecovery(subjectId, recovery) {
      return decided(accountRecovery.open(keyOf(subjectId), formatRecovery(recovery)));
    },

    async changeRecovery(subjectId, recoveryId, from, to) {
      const { state, availableAt, expiresAt, decidedBy } = to;
      const change = JSON.stringify({ state, availableAt, expiresAt, decidedBy });
      return decided(accountRecovery.change(keyOf(subjectId), recoveryId, from, change));
    },

    async completeRecovery(subjectId, recoveryId, from, { to, at }) {
      const { completed } = await settled(
        accountRecovery.complete(keyOf(subjectId), recoveryId, from, to, at),
      );
      return Number(completed) === 1;
    },

    async keepBrowser(subjectId, browser, most) {
      const values = [formatBrowser(browser), Math.max(0, most - 1)];
      await database.query(browsers.keep(keyOf(subjectId), ...values));
    },

    async rotateBrowser(subjectId, browserId, { from, to }, at) {
      return decided(browsers.rotate(keyOf(subjectId), browserId, from, to, at));
    },

    async countBrowserFailure(subjectId, browser, at, windowSeconds, most) {
      const first = formatBrowser({ ...browser, failures: { since: at, count: 1 } });
      const values = [first, Math.max(0, most - 1), at, windowSeconds * 1000];
      await database.query(browsers.countFailure(keyOf(subjectId), ...values));
    },

    async removeBrowsers(subjectId, ids) {
      const named = ids === "all" ? null : JSON.stringify(ids);
      const { removed } = await settled(browsers.remove(keyOf(subjectId), named));
      return Number(removed);
    },
  };
}
