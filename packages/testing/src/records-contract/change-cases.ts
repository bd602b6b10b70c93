import { countTrue, inParallel, must } from "../runner.js";
import { type DefineCase, digests, enroll, now, pendingEnrollment } from "./records-case.js";

export function defineChangeCases(it: DefineCase): void {
  it("tells when credentials and contact changed, and keeps one from the other", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(3));
    await records.renewEpoch("ada", { to: "one", at: now + 1 }, "credentials");
    await records.contactChanged("ada", now + 2);
    await records.renewEpoch("ada", { to: "two", at: now + 3 }, "sign_out");
    const record = await records.load("ada");
    must(
      record.credentialsChangedAt === now + 1,
      `credentialsChangedAt is ${record.credentialsChangedAt - now} ms instead of 1: renewEpoch sets it because of credentials, and a sign-out does not`,
    );
    must(
      record.contactChangedAt === now + 2,
      "contactChanged must set contactChangedAt, and nothing else may",
    );
    must(
      record.epoch === "two" && record.epochChangedAt === now + 3,
      "renewEpoch must set the epoch and when it changed, whatever the reason",
    );
    await records.contactChanged("ada", now + 4);
    const again = await records.load("ada");
    must(
      again.epoch === "two" &&
        again.authenticators.length === 1 &&
        again.recoveryCodesRemaining === 3 &&
        again.credentialsChangedAt === now + 1 &&
        again.contactChangedAt === now + 4,
      "contactChanged changed more than contactChangedAt: a new address signs nobody out",
    );
    await records.contactChanged("newcomer", now);
    await records.renewEpoch("stranger", { to: "first", at: now }, "credentials");
    must(
      (await records.load("newcomer")).contactChangedAt === now &&
        (await records.load("stranger")).credentialsChangedAt === now,
      "contactChanged and renewEpoch must work for a subject nobody has seen",
    );
  });

  it("demands an enrollment exactly once, and only of a subject without an authenticator", async ({
    records,
    client,
  }) => {
    await enroll(records, "ada", "phone");
    must(
      (await records.demandEnrollment("ada")) === false && !(await records.load("ada")).mustEnroll,
      "demandEnrollment demanded another enrollment of a subject that has an authenticator",
    );
    await records.begin("bob", pendingEnrollment("phone"));
    const before = await records.load("bob");
    const demanded = countTrue(
      await inParallel(20, (index) => client(index).demandEnrollment("bob")),
    );
    must(
      demanded === 1,
      `demandEnrollment answered true to ${demanded} of 20 parallel callers: it is told once that something was demanded`,
    );
    const after = await records.load("bob");
    must(after.mustEnroll, "demandEnrollment must set mustEnroll");
    must(
      after.epoch === before.epoch && after.pending?.id === "phone",
      "demandEnrollment changed more than mustEnroll: whoever is enrolling goes on",
    );
    await enroll(records, "bob", "phone");
    must(
      (await records.demandEnrollment("bob")) === false && !(await records.load("bob")).mustEnroll,
      "demandEnrollment demanded again what was done",
    );
    must(
      (await records.demandEnrollment("newcomer")) === true,
      "demandEnrollment must work for a subject nobody has seen",
    );
  });
}
