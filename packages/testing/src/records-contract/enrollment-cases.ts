import { countTrue, inParallel, must } from "../runner.js";
import {
  activation,
  type DefineCase,
  digests,
  enroll,
  epochAfter,
  now,
  pendingEnrollment,
  step,
} from "./records-case.js";

export function defineEnrollmentCases(it: DefineCase): void {
  it("keeps one pending enrollment, the last one begun, and touches nothing else", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(3));
    const before = await records.load("ada");
    await records.begin("ada", pendingEnrollment("first"));
    await records.begin(
      "ada",
      pendingEnrollment("second", { name: "second", startedBy: "session-2" }),
    );
    const after = await records.load("ada");
    must(
      after.pending?.id === "second" &&
        after.pending.name === "second" &&
        after.pending.startedBy === "session-2",
      "begin must replace the pending enrollment: a subject has one",
    );
    must(
      after.epoch === before.epoch &&
        after.authenticators.length === 1 &&
        after.recoveryCodesRemaining === 3,
      "begin changed more than the pending enrollment: what is active stays until the new one is confirmed",
    );
    const replaced = await records.activate("ada", "first", activation("first"), epochAfter(after));
    must(replaced === false, "activate took an enrollment that another one had replaced");
  });

  it("cancels the pending enrollment of that id, once", async ({ records, client }) => {
    await records.begin("ada", pendingEnrollment("phone"));
    must(
      (await records.cancel("ada", "other")) === false,
      "cancel answered for an enrollment that is not the pending one",
    );
    must(
      (await records.cancel("bob", "phone")) === false,
      "cancel reached another subject's enrollment",
    );
    must(
      (await records.load("ada")).pending?.id === "phone",
      "a refused cancel discarded the pending enrollment",
    );
    const canceled = countTrue(
      await inParallel(10, (index) => client(index).cancel("ada", "phone")),
    );
    must(
      canceled === 1,
      `cancel answered true to ${canceled} of 10 parallel callers: there was one to discard`,
    );
    const record = await records.load("ada");
    must(record.pending === null, "cancel left the pending enrollment behind");
    const late = await records.activate("ada", "phone", activation("phone"), epochAfter(record));
    must(late === false, "activate took an enrollment that was canceled");
  });

  it("activates exactly once, of 20 parallel callers", async ({ records, client }) => {
    await records.begin("ada", pendingEnrollment("phone"));
    const before = await records.load("ada");
    const sets = Array.from({ length: 20 }, (_, index) => [`set-${index}-a`, `set-${index}-b`]);
    const changes = sets.map(() => epochAfter(before));
    const answers = await inParallel(20, (index) =>
      client(index).activate(
        "ada",
        "phone",
        activation("phone", sets[index] ?? []),
        changes[index] ?? epochAfter(before),
      ),
    );
    const activated = countTrue(answers);
    must(
      activated === 1,
      `activate let ${activated} of 20 parallel callers through: it must be one transaction, true exactly once`,
    );
    const after = await records.load("ada");
    const winner = answers.indexOf(true);
    must(
      after.authenticators.length === 1,
      `20 parallel activations left ${after.authenticators.length} authenticators instead of one`,
    );
    must(
      after.epoch === changes[winner]?.to,
      "the epoch is not the one of the activation that was told true",
    );
    must(
      after.recoveryCodesRemaining === 2,
      "parallel activations mixed their recovery codes: only the winner's set counts",
    );
    const redeemed = await records.redeemRecoveryCode("ada", `set-${winner}-a`);
    must(
      redeemed.redeemed === true,
      "the recovery codes are not those of the activation that was told true",
    );
  });

  it("turns exactly what was pending into an authenticator", async ({ records }) => {
    await records.requireEnrollment("ada", { to: "reset", at: now - 1 });
    const parameters = { algorithm: "SHA256", digits: 8, period: 60 } as const;
    await records.begin("ada", pendingEnrollment("phone", { name: "Ada's phone", parameters }));
    const change = epochAfter(await records.load("ada"), now + 7);
    await records.activate("ada", "phone", activation("phone", digests(10)), change);
    const record = await records.load("ada");
    const [phone] = record.authenticators;
    must(
      phone?.id === "phone" &&
        phone.name === "Ada's phone" &&
        phone.lastStep === step &&
        phone.createdAt === now + 7 &&
        phone.lastUsedAt === now + 7,
      "activate must keep the pending enrollment's id and name, and the step and time it was confirmed with",
    );
    must(
      phone.parameters.algorithm === "SHA256" &&
        phone.parameters.digits === 8 &&
        phone.parameters.period === 60,
      "activate must keep the parameters of the pending enrollment",
    );
    must(
      new TextDecoder().decode(phone.sealedSecret) === "secret of phone",
      "activate must store the secret as it was sealed for the authenticator, not as it was sealed while pending",
    );
    must(
      record.pending === null && !record.mustEnroll,
      "activate must end the pending enrollment and clear mustEnroll",
    );
    must(
      record.epoch === change.to && record.epochChangedAt === change.at,
      "activate must change the epoch in the same transaction: earlier marks are void",
    );
    must(
      record.recoveryCodesRemaining === 10,
      "activate must store the recovery codes it was given",
    );
  });

  it("activates only at the epoch it was asked for, and else changes nothing", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(4));
    await records.begin("ada", pendingEnrollment("tablet"));
    const stale = epochAfter(await records.load("ada"));
    await records.renewEpoch("ada", { to: "renewed", at: now }, "sign_out");
    const answer = await records.activate("ada", "tablet", activation("tablet", digests(9)), stale);
    must(
      answer === false,
      "activate took a stale epoch: what was begun before the change must not be confirmed after it",
    );
    const renewed = epochAfter({ epoch: "renewed" });
    const other = await records.activate("ada", "other", activation("other", digests(9)), renewed);
    must(other === false, "activate took an enrollment that is not the pending one");
    const after = await records.load("ada");
    must(
      after.epoch === "renewed" &&
        after.authenticators.length === 1 &&
        after.recoveryCodesRemaining === 4 &&
        after.pending?.id === "tablet",
      "a refused activate changed something: it is all or nothing",
    );
  });

  it("leaves the recovery codes alone where it is given none, and replaces them where it is", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(3));
    await enroll(records, "ada", "tablet", null);
    must(
      (await records.load("ada")).recoveryCodesRemaining === 3,
      "activate without recovery codes changed those that stand",
    );
    await enroll(records, "ada", "laptop", ["fresh"]);
    const { recoveryCodesRemaining, authenticators } = await records.load("ada");
    must(recoveryCodesRemaining === 1, "activate with recovery codes must replace the whole set");
    must(authenticators.length === 3, "activate lost an authenticator");
  });
}
