import type { Records, SubjectRecord } from "@second-factor/core/stores";
import { must } from "../runner.js";
import {
  browserRecord,
  type DefineCase,
  enroll,
  now,
  recoveryRecord,
  step,
} from "./records-case.js";

/** Each: a write, how it shows, and what it would mean if another client did not see it. */
const writes: readonly [
  method: string,
  write: (records: Records) => Promise<unknown>,
  shows: (record: SubjectRecord) => boolean,
  danger: string,
][] = [
  [
    "acceptStep",
    (records) => records.acceptStep("ada", "phone", { first: step + 1, last: step + 1 }, now),
    ({ authenticators }) => authenticators[0]?.lastStep === step + 1,
    "a used code would seem fresh",
  ],
  [
    "countFailure",
    (records) => records.countFailure("ada", now, 60),
    ({ failures }) => failures.count === 1,
    "each client would have a budget of its own",
  ],
  [
    "redeemRecoveryCode",
    (records) => records.redeemRecoveryCode("ada", "digest"),
    ({ recoveryCodesRemaining }) => recoveryCodesRemaining === 0,
    "a used recovery code would seem fresh",
  ],
  [
    "revokeMark",
    (records) => records.revokeMark("ada", "mark", now + 1000),
    ({ revokedMarks }) => revokedMarks.length === 1,
    "a session that was signed out would still count",
  ],
  [
    "openRecovery",
    (records) => records.openRecovery("ada", recoveryRecord("recovery")),
    ({ recovery }) => recovery?.id === "recovery",
    "its owner would not be told of it in time",
  ],
  [
    "keepBrowser",
    (records) => records.keepBrowser("ada", browserRecord("laptop"), 5),
    ({ browsers }) => browsers.length === 1,
    "a trusted browser would be asked again",
  ],
  [
    "removeBrowsers",
    (records) => records.removeBrowsers("ada", ["laptop"]),
    ({ browsers }) => browsers.length === 0,
    "a browser that was removed would still be trusted",
  ],
  [
    "renewEpoch",
    (records) => records.renewEpoch("ada", { to: "renewed", at: now }, "credentials"),
    ({ epoch }) => epoch === "renewed",
    "marks of before a password change would still count",
  ],
  [
    "requireEnrollment",
    (records) => records.requireEnrollment("ada", { to: "reset", at: now }),
    ({ mustEnroll, authenticators }) => mustEnroll && authenticators.length === 0,
    "a reset authenticator would still open the door",
  ],
];

export function defineVisibilityCases(it: DefineCase): void {
  it("shows every client at once what one of them wrote (STO-14)", async ({ records, client }) => {
    await enroll(records, "ada", "phone", ["digest"]);
    for (const [method, write, shows, danger] of writes) {
      await write(records);
      for (const index of [1, 0]) {
        must(
          shows(await client(index).load("ada")),
          `load did not show what ${method} had written before: ${danger}, so reads must not come from a replica that lags`,
        );
      }
    }
  });
}
