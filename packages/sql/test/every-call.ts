import type { Records } from "@second-factor/core/stores";

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
  renewEpoch: (records) => records.renewEpoch("ada", change),
  revokeMark: (records) => records.revokeMark("ada", "mark", 1),
  reseal: (records) => records.reseal("ada", "phone", new Uint8Array(), new Uint8Array()),
  listSealed: (records) => records.listSealed(null, 10, 1),
};
