import { countTrue, inParallel, must } from "../runner.js";
import {
  browserRecord,
  type DefineCase,
  digests,
  enroll,
  now,
  pendingEnrollment,
  step,
} from "./records-case.js";

const same = (left: Uint8Array, right: Uint8Array) =>
  left.length === right.length && left.every((byte, index) => byte === right[index]);

export function defineEpochCases(it: DefineCase): void {
  it("renews the epoch and nothing else", async ({ records }) => {
    await enroll(records, "ada", "phone", digests(4));
    await records.keepBrowser("ada", browserRecord("laptop"), 5);
    await records.begin("ada", pendingEnrollment("tablet"));
    await records.renewEpoch("ada", { to: "renewed", at: now + 11 }, "sign_out");
    const record = await records.load("ada");
    must(
      record.epoch === "renewed" && record.epochChangedAt === now + 11,
      "renewEpoch must set the epoch and when it changed",
    );
    must(
      record.authenticators.length === 1 &&
        record.recoveryCodesRemaining === 4 &&
        record.pending?.id === "tablet" &&
        record.browsers.length === 1 &&
        record.credentialsChangedAt === 0 &&
        !record.mustEnroll,
      "renewEpoch changed more than the epoch",
    );
    await records.renewEpoch("newcomer", { to: "first", at: now }, "sign_out");
    must(
      (await records.load("newcomer")).epoch === "first",
      "renewEpoch must work for a subject nobody has seen",
    );
  });

  it("demands a new enrollment and voids everything the subject holds", async ({ records }) => {
    await enroll(records, "ada", "phone", digests(4));
    await enroll(records, "bob", "phone", digests(4));
    await records.begin("ada", pendingEnrollment("tablet"));
    await records.countFailure("ada", now, 60);
    await records.keepBrowser("ada", browserRecord("laptop"), 5);
    await records.keepBrowser("bob", browserRecord("laptop"), 5);
    await records.requireEnrollment("ada", { to: "reset", at: now + 11 });
    const record = await records.load("ada");
    must(
      record.mustEnroll === true,
      "requireEnrollment must set mustEnroll: else a reset is a way around the second factor",
    );
    must(
      record.authenticators.length === 0 &&
        record.recoveryCodesRemaining === 0 &&
        record.pending === null &&
        record.browsers.length === 0,
      "requireEnrollment must void authenticators, recovery codes, the pending enrollment and browsers",
    );
    must(
      record.epoch === "reset" && record.epochChangedAt === now + 11,
      "requireEnrollment must change the epoch",
    );
    must(record.failures.count === 1, "requireEnrollment gave failures back");
    const bob = await records.load("bob");
    must(
      bob.authenticators.length === 1 &&
        bob.recoveryCodesRemaining === 4 &&
        bob.browsers.length === 1,
      "requireEnrollment reached another subject",
    );
    await records.requireEnrollment("newcomer", { to: "first", at: now });
    must(
      (await records.load("newcomer")).mustEnroll === true,
      "requireEnrollment must work for a subject nobody has seen",
    );
  });

  it("remembers revoked marks until they expire", async ({ records }) => {
    await enroll(records, "ada", "phone");
    const { epoch } = await records.load("ada");
    await records.revokeMark("ada", "mark-1", now + 1000);
    await records.revokeMark("ada", "mark-2", now + 900_000);
    await records.revokeMark("ada", "mark-1", now + 500);
    await records.revokeMark("newcomer", "mark-1", now + 1000);
    const told = async () => {
      const marks = (await records.load("ada")).revokedMarks.map(
        ({ id, expiresAt }) => `${id}+${expiresAt - now}`,
      );
      return marks.sort().join();
    };
    must(
      (await told()) === "mark-1+1000,mark-2+900000",
      `revokeMark left ${await told()}: each mark once, with the later expiry`,
    );
    must(
      (await records.load("newcomer")).revokedMarks.length === 1,
      "revokeMark must work for a subject nobody has seen",
    );
    must(
      (await records.load("ada")).epoch === epoch,
      "revokeMark changed the epoch: it signs out one session, not all",
    );
    // An acceptance tells the store how late it is; what has expired by then need not be kept.
    await records.acceptStep("ada", "phone", { first: step + 1, last: step + 1 }, now + 2000);
    await records.revokeMark("ada", "mark-3", now + 800_000);
    must(
      (await told()).includes("mark-2+900000"),
      "a revoked mark was forgotten before it expired: it counts again",
    );
    must(
      (await told()).includes("mark-3+800000"),
      "revokeMark forgot a mark that it was just told",
    );
  });

  it("revokes a mark exactly once, of 20 parallel callers", async ({ records, client }) => {
    await enroll(records, "ada", "phone");
    const revoked = countTrue(
      await inParallel(20, (index) => client(index).revokeMark("ada", "grant", now + 1000)),
    );
    must(
      revoked === 1,
      `revokeMark answered true to ${revoked} of 20 parallel callers: a grant would be good more than once`,
    );
    must(
      (await records.revokeMark("ada", "grant", now + 2000)) === false,
      "revokeMark answered true again for a mark that it remembers: a grant would be good more than once",
    );
    must(
      (await records.revokeMark("ada", "another", now + 1000)) === true &&
        (await records.revokeMark("bob", "grant", now + 1000)) === true,
      "revokeMark answered false for a mark nobody had revoked: each has its subject and its id",
    );
  });

  it("replaces a sealed secret only where it is still what was expected", async ({ records }) => {
    await enroll(records, "ada", "phone");
    const sealed = (await records.load("ada")).authenticators[0]?.sealedSecret ?? new Uint8Array();
    const other = new Uint8Array([9, 8, 7]);
    must(
      (await records.reseal("ada", "phone", other, other)) === false,
      "reseal overwrote a secret that was not the expected one",
    );
    must(
      (await records.reseal("ada", "phone", sealed.subarray(1), other)) === false,
      "reseal compared only a part of the sealed secret",
    );
    must(
      (await records.reseal("bob", "phone", sealed, other)) === false,
      "reseal reached another subject",
    );
    must(
      (await records.reseal("ada", "phone", sealed, other)) === true,
      "reseal refused the secret it had given out itself",
    );
    must(
      (await records.reseal("ada", "phone", sealed, new Uint8Array([1]))) === false,
      "reseal went through twice with the same expected secret",
    );
    const held = (await records.load("ada")).authenticators[0];
    must(
      held !== undefined && same(held.sealedSecret, other) && held.lastStep === step,
      "reseal must change the sealed secret and nothing else",
    );
  });
}
