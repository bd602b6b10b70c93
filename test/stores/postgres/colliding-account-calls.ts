import type { Records } from "@second-factor/core/stores";
import { browser, recovery } from "../../../packages/sql/test/every-call.js";
import { change, now } from "./colliding-calls.js";

/** What concerns recoveries and browsers, as it would win if it were alone. */
export const accountCalls: Readonly<
  Record<string, (records: Records, turn: number) => Promise<unknown>>
> = {
  demandEnrollment: (records) => records.demandEnrollment("ada"),
  "renewEpoch, credentials": (records, turn) =>
    records.renewEpoch("ada", change(turn), "credentials"),
  contactChanged: (records, turn) => records.contactChanged("ada", now + turn),
  openRecovery: (records, turn) =>
    records.openRecovery("ada", { ...recovery, id: `next ${turn}`, openedAt: now - 1 }),
  "changeRecovery, canceled": (records, turn) =>
    records.changeRecovery("ada", "recovery", "approved", {
      ...recovery,
      state: "canceled",
      decidedBy: `ada ${turn}`,
    }),
  "changeRecovery, denied": (records, turn) =>
    records.changeRecovery("ada", "recovery", "approved", {
      ...recovery,
      state: "denied",
      decidedBy: `carol ${turn}`,
    }),
  completeRecovery: (records, turn) =>
    records.completeRecovery("ada", "recovery", "approved", change(turn)),
  keepBrowser: (records, turn) =>
    records.keepBrowser("ada", { ...browser, id: `new ${turn}`, lastSeenAt: now + turn }, 2),
  rotateBrowser: (records, turn) =>
    records.rotateBrowser("ada", "older", { from: browser.digest, to: `next ${turn}` }, now + turn),
  countBrowserFailure: (records, turn) =>
    records.countBrowserFailure("ada", { ...browser, id: "older" }, now + turn, 60, 2),
  "removeBrowsers, one": (records) => records.removeBrowsers("ada", ["older"]),
  "removeBrowsers, all": (records) => records.removeBrowsers("ada", "all"),
};

const accounts = ["demandEnrollment", "renewEpoch, credentials", "contactChanged"];
const enrolling = ["activate", "remove", "requireEnrollment", "completeRecovery"];

/** Whoever meets here changes the same rows. */
export const accountCollisions: readonly {
  readonly what: string;
  readonly authenticators: readonly string[];
  readonly names: readonly string[];
}[] = [
  {
    what: "changes of an account that has an authenticator",
    authenticators: ["phone"],
    names: [...accounts, ...enrolling],
  },
  {
    what: "changes of an account that has none",
    authenticators: [],
    names: [...accounts, "begin", ...enrolling],
  },
  {
    what: "a recovery",
    authenticators: ["phone"],
    names: [
      "openRecovery",
      "changeRecovery, canceled",
      "changeRecovery, denied",
      "acceptStep",
      "redeemRecoveryCode",
      ...enrolling,
    ],
  },
  {
    what: "browsers",
    authenticators: ["phone"],
    names: [
      "keepBrowser",
      "rotateBrowser",
      "countBrowserFailure",
      "removeBrowsers, one",
      "removeBrowsers, all",
      "requireEnrollment",
      "completeRecovery",
    ],
  },
];
