import type { Records } from "@second-factor/core/stores";
import { must } from "../runner.js";
import {
  activation,
  type DefineCase,
  enroll,
  epochAfter,
  now,
  pendingEnrollment,
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
  };

export function defineVerdictCases(it: DefineCase): void {
  for (const [method, call] of Object.entries(verdicts)) {
    it(`answers ${method} with a literal true or false (STO-13)`, async ({ records }) => {
      await enroll(records, "ada", "phone", ["digest"]);
      await records.begin("ada", pendingEnrollment("pending"));
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
