import type { Records } from "@second-factor/core/stores";
import { must } from "../runner.js";
import {
  activation,
  browserRecord,
  type DefineCase,
  enroll,
  epochAfter,
  now,
  pendingEnrollment,
  recoveryRecord,
  step,
} from "./records-case.js";

/** Each method that answers yes or no, once where it must and once where it must not. */
const verdicts: Readonly<Record<string, (records: Records, granted: boolean) => Promise<unknown>>> =
  {
    acceptStep: (records, granted) => {
      const taken = granted ? step + 1 : step;
      return records.acceptStep("ada", "phone", { first: taken, last: taken }, now);
    },
    cancel: (records, granted) => records.cancel("ada", granted ? "pending" : "unknown"),
    activate: async (records, granted) => {
      const change = epochAfter(await records.load("ada"));
      return records.activate(
        "ada",
        granted ? "pending" : "unknown",
        activation("pending"),
        change,
      );
    },
    rename: (records, granted) => records.rename("ada", granted ? "phone" : "unknown", "name"),
    remove: async (records, granted) => {
      const change = epochAfter(await records.load("ada"));
      return records.remove("ada", granted ? "phone" : "unknown", { keepLast: false }, change);
    },
    replaceRecoveryCodes: async (records, granted) => {
      const change = epochAfter(await records.load("ada"));
      return records.replaceRecoveryCodes(
        "ada",
        ["new"],
        granted ? change : { ...change, from: "stale" },
      );
    },
    redeemRecoveryCode: async (records, granted) =>
      (await records.redeemRecoveryCode("ada", granted ? "digest" : "unknown"))?.redeemed,
    reseal: (records, granted) => {
      const { sealedSecret } = activation(granted ? "phone" : "unknown");
      return records.reseal("ada", "phone", sealedSecret, new Uint8Array([1]));
    },
    demandEnrollment: (records, granted) => records.demandEnrollment(granted ? "newcomer" : "ada"),
    revokeMark: async (records, granted) => {
      if (!granted) await records.revokeMark("ada", "used", now + 1000);
      return records.revokeMark("ada", granted ? "unused" : "used", now + 1000);
    },
    openRecovery: (records, granted) =>
      records.openRecovery(granted ? "newcomer" : "ada", recoveryRecord("another")),
    changeRecovery: (records, granted) => {
      const to = recoveryRecord("recovery", { state: "denied", decidedBy: "carol" });
      return records.changeRecovery("ada", granted ? "recovery" : "unknown", "requested", to);
    },
    completeRecovery: (records, granted) => {
      const change = { to: "completed", at: now };
      return records.completeRecovery("ada", granted ? "recovery" : "unknown", "requested", change);
    },
    rotateBrowser: (records, granted) => {
      const from = granted ? "digest of laptop" : "unknown";
      return records.rotateBrowser("ada", "laptop", { from, to: "next" }, now);
    },
  };

export function defineVerdictCases(it: DefineCase): void {
  for (const [method, call] of Object.entries(verdicts)) {
    it(`answers ${method} with a literal true or false (STO-13)`, async ({ records }) => {
      await enroll(records, "ada", "phone", ["digest"]);
      await records.begin("ada", pendingEnrollment("pending"));
      await records.openRecovery("ada", recoveryRecord("recovery"));
      await records.keepBrowser("ada", browserRecord("laptop"), 5);
      for (const granted of [false, true]) {
        const answer = await call(records, granted);
        must(
          answer === granted,
          `${method} answered ${JSON.stringify(answer)} where only the literal ${granted} is a verdict: anything else proves nothing`,
        );
      }
    });
  }
}
