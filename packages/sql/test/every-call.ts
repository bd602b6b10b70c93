import type { BrowserRecord, Records, RecoveryRecord } from "@second-factor/core/stores";

export const change = { from: "", to: "one", at: 5 };
export const pending = {
  id: "phone",
  name: "Phone",
  parameters: { algorithm: "SHA1", digits: 6, period: 30 } as const,
  sealedSecret: new Uint8Array([1, 2, 3]),
  startedBy: "session",
  epoch: "",
  expiresAt: 1000,
};
export const activation = {
  sealedSecret: new Uint8Array([4, 5]),
  lastStep: 1,
  recoveryDigests: ["a", "b"],
};
export const recovery: RecoveryRecord = {
  id: "recovery",
  kind: "support",
  state: "requested",
  openedAt: 1,
  availableAt: 2,
  expiresAt: 1000,
  openedBy: "dave",
  reason: "lost phone",
  caseReference: "4711",
  decidedBy: null,
};
export const browser: BrowserRecord = {
  id: "browser",
  name: "Firefox",
  createdAt: 1,
  lastSeenAt: 1,
  epoch: "one",
  trustedUntil: 1000,
  digest: "digest",
  rotatedAt: 1,
  failures: { since: 0, count: 0 },
};

/** Each method of `Records`, once. */
export const everyCall: Record<keyof Records, (records: Records) => Promise<unknown>> = {
  load: (records) => records.load("ada"),
  acceptStep: (records) => records.acceptStep("ada", "phone", { first: 2, last: 2 }, 1),
  countFailure: (records) => records.countFailure("ada", 1, 1),
  begin: (records) => records.begin("ada", pending),
  cancel: (records) => records.cancel("ada", "phone"),
  activate: (records) => records.activate("ada", "phone", activation, change),
  rename: (records) => records.rename("ada", "phone", "name"),
  remove: (records) => records.remove("ada", "phone", { keepLast: false }, change),
  replaceRecoveryCodes: (records) => records.replaceRecoveryCodes("ada", ["c"], change),
  redeemRecoveryCode: (records) => records.redeemRecoveryCode("ada", "digest"),
  requireEnrollment: (records) => records.requireEnrollment("ada", change),
  demandEnrollment: (records) => records.demandEnrollment("ada"),
  renewEpoch: (records) => records.renewEpoch("ada", change, "credentials"),
  contactChanged: (records) => records.contactChanged("ada", 1),
  revokeMark: (records) => records.revokeMark("ada", "mark", 1),
  openRecovery: (records) => records.openRecovery("ada", recovery),
  changeRecovery: (records) =>
    records.changeRecovery("ada", "recovery", "requested", { ...recovery, state: "approved" }),
  completeRecovery: (records) => records.completeRecovery("ada", "recovery", "approved", change),
  keepBrowser: (records) => records.keepBrowser("ada", browser, 5),
  rotateBrowser: (records) =>
    records.rotateBrowser("ada", "browser", { from: "digest", to: "next" }, 2),
  countBrowserFailure: (records) => records.countBrowserFailure("ada", browser, 3, 60, 5),
  removeBrowsers: (records) => records.removeBrowsers("ada", "all"),
  reseal: (records) => records.reseal("ada", "phone", new Uint8Array(), new Uint8Array()),
  listSealed: (records) => records.listSealed(null, 10, 1),
  listSubjects: (records) => records.listSubjects(null, 10),
};
