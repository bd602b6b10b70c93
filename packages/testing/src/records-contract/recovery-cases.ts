import { inParallel, must } from "../runner.js";
import { type DefineCase, digests, enroll, epochAfter, now } from "./records-case.js";

export function defineRecoveryCases(it: DefineCase): void {
  it("redeems a code exactly once, of 50 parallel callers (REC-02)", async ({
    records,
    client,
  }) => {
    await enroll(records, "ada", "phone", digests(10));
    const before = await records.load("ada");
    const answers = await inParallel(50, (index) =>
      client(index).redeemRecoveryCode("ada", "digest-3"),
    );
    const redeemed = answers.filter((answer) => answer.redeemed === true).length;
    must(
      redeemed === 1,
      `redeemRecoveryCode let ${redeemed} of 50 parallel callers in: it must be one conditional delete`,
    );
    must(
      answers.every(({ remaining }) => remaining === 9),
      "redeemRecoveryCode must tell how many codes remain, to whoever asks",
    );
    const after = await records.load("ada");
    must(
      after.recoveryCodesRemaining === 9,
      `one redeemed code of 10 left ${after.recoveryCodesRemaining}`,
    );
    must(
      after.epoch === before.epoch,
      "redeeming a recovery code changed the epoch: it signs nobody out",
    );
  });

  it("redeems two different codes in parallel, both (REC-03)", async ({ records, client }) => {
    for (let round = 0; round < 5; round += 1) {
      await enroll(records, "ada", `phone-${round}`, digests(10));
      const answers = await inParallel(2, (index) =>
        client(index).redeemRecoveryCode("ada", `digest-${index}`),
      );
      must(
        answers.every(({ redeemed }) => redeemed === true),
        "one of two different codes redeemed in parallel was refused",
      );
      const { recoveryCodesRemaining } = await records.load("ada");
      must(
        recoveryCodesRemaining === 8,
        `two codes redeemed in parallel left ${recoveryCodesRemaining} of 10: one deletion overwrote the other`,
      );
    }
  });

  it("redeems nothing that is unknown or another subject's", async ({ records }) => {
    await enroll(records, "ada", "phone", ["digest-of-ada"]);
    await enroll(records, "bob", "phone", ["digest-of-bob"]);
    const wrong = await records.redeemRecoveryCode("ada", "digest-of-nobody");
    const foreign = await records.redeemRecoveryCode("ada", "digest-of-bob");
    const nobody = await records.redeemRecoveryCode("nobody", "digest-of-bob");
    must(wrong.redeemed === false, "redeemRecoveryCode redeemed a digest that is not there");
    must(
      foreign.redeemed === false && nobody.redeemed === false,
      "redeemRecoveryCode redeemed another subject's code",
    );
    must(
      wrong.remaining === 1 && nobody.remaining === 0,
      "redeemRecoveryCode must count the codes of that subject",
    );
    const bob = await records.load("bob");
    must(bob.recoveryCodesRemaining === 1, "redeemRecoveryCode used up another subject's code");
  });

  it("replaces the whole set, only at the epoch it was asked for", async ({ records }) => {
    await enroll(records, "ada", "phone", ["old-1", "old-2"]);
    const before = await records.load("ada");
    const change = epochAfter(before, now + 3);
    const stale = await records.replaceRecoveryCodes("ada", ["stale"], {
      ...change,
      from: "another epoch",
    });
    must(stale === false, "replaceRecoveryCodes took a stale epoch");
    must(
      (await records.load("ada")).recoveryCodesRemaining === 2,
      "a refused replaceRecoveryCodes changed the codes: it is all or nothing",
    );
    const replaced = await records.replaceRecoveryCodes("ada", digests(10), change);
    must(replaced === true, "replaceRecoveryCodes must answer true at the subject's own epoch");
    const after = await records.load("ada");
    must(
      after.recoveryCodesRemaining === 10,
      "replaceRecoveryCodes must leave the new set and nothing of the old one",
    );
    must(
      after.epoch === change.to && after.epochChangedAt === now + 3,
      "replaceRecoveryCodes must change the epoch with the codes",
    );
    must(
      (await records.redeemRecoveryCode("ada", "old-1")).redeemed === false,
      "an old recovery code outlived its replacement",
    );
  });

  it("lets one of 20 parallel replacements win, with its whole set and nothing of the others", async ({
    records,
    client,
  }) => {
    await enroll(records, "ada", "phone", digests(10));
    const before = await records.load("ada");
    const answers = await inParallel(20, (index) =>
      client(index).replaceRecoveryCodes("ada", [`a-${index}`, `b-${index}`], epochAfter(before)),
    );
    const winners = answers.flatMap((answer, index) => (answer === true ? [index] : []));
    must(
      winners.length === 1,
      `${winners.length} of 20 parallel replacements at one epoch went through: one may`,
    );
    const after = await records.load("ada");
    const redeemed = await records.redeemRecoveryCode("ada", `b-${winners[0]}`);
    must(
      after.recoveryCodesRemaining === 2 && redeemed.redeemed === true,
      "parallel replacements mixed their sets: only the winner's counts",
    );
  });
}
