import type { Records } from "@second-factor/core/stores";
import { formatBrowser } from "../format-browser.js";
import { formatRecovery } from "../format-recovery.js";
import type { SqliteDatabase, SqlStatement } from "../sql-database.js";
import type { SubjectKey } from "../subject-key.js";
import * as accountRecovery from "./account-recovery-statements.js";
import * as browsers from "./browser-statements.js";
import { ensureSubject } from "./epoch-statements.js";

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

/** What few subjects have: a recovery, and browsers. Each verdict one statement or one batch, as all of `sqliteRecords`. */
export function sqliteAccountRecords(
  database: SqliteDatabase,
  keyOf: (subjectId: string) => SubjectKey,
  changed: (statement: SqlStatement) => Promise<boolean>,
  decided: (...statements: SqlStatement[]) => Promise<boolean>,
): AccountRecords {
  return {
    async openRecovery(subjectId, recovery) {
      const key = keyOf(subjectId);
      return decided(ensureSubject(key), accountRecovery.open(key, formatRecovery(recovery)));
    },

    async changeRecovery(subjectId, recoveryId, from, to) {
      const values = [recoveryId, from, to.state, to.availableAt, to.expiresAt, to.decidedBy];
      return changed(accountRecovery.change(keyOf(subjectId), ...values));
    },

    async completeRecovery(subjectId, recoveryId, from, { to, at }) {
      const key = keyOf(subjectId);
      return decided(
        accountRecovery.voidAuthenticators(key, recoveryId, from),
        accountRecovery.voidCodes(key, recoveryId, from),
        accountRecovery.renewEpoch(key, recoveryId, from, to, at),
        accountRecovery.complete(key, recoveryId, from),
      );
    },

    async keepBrowser(subjectId, browser, most) {
      const key = keyOf(subjectId);
      const others = Math.max(0, most - 1);
      await database.batch([
        ensureSubject(key),
        browsers.keep(key, formatBrowser(browser), others),
      ]);
    },

    async rotateBrowser(subjectId, browserId, { from, to }, at) {
      return changed(browsers.rotate(keyOf(subjectId), browserId, from, to, at));
    },

    async countBrowserFailure(subjectId, browser, at, windowSeconds, most) {
      const key = keyOf(subjectId);
      const first = formatBrowser({ ...browser, failures: { since: at, count: 1 } });
      const values = [first, Math.max(0, most - 1), at, windowSeconds * 1000];
      await database.batch([ensureSubject(key), browsers.countFailure(key, ...values)]);
    },

    async removeBrowsers(subjectId, ids) {
      const key = keyOf(subjectId);
      const named = ids === "all" ? null : JSON.stringify(ids);
      const [counted] = await database.batch([
        browsers.countNamed(key, named),
        browsers.removeNamed(key, named),
      ]);
      return Number(counted?.rows[0]?.named);
    },
  };
}
