import { countTrue, inParallel, must } from "../runner.js";
import { type DefineCase, enroll, now, step } from "./records-case.js";

export function defineStepCases(it: DefineCase): void {
  const next = { first: step + 1, last: step + 1 };

  it("accepts a time step exactly once, of 50 parallel callers (REP-06, REP-08)", async ({
    records,
    client,
  }) => {
    await enroll(records, "ada", "phone");
    const answers = await inParallel(50, (index) =>
      client(index).acceptStep("ada", "phone", next, now),
    );
    const accepted = countTrue(answers);
    must(
      accepted === 1 && answers.every((answer) => typeof answer === "boolean"),
      `acceptStep let ${accepted} of 50 parallel callers in: it must be a compare-and-set that answers true exactly once`,
    );
  });

  it("refuses the last step and every one below it, also in a range (REP-02, REP-03, REP-04)", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone");
    for (const [first, last] of [
      [step, step],
      [step - 1, step - 1],
      [step, step + 2],
      [step - 1, step + 1],
    ] as const) {
      const answer = await records.acceptStep("ada", "phone", { first, last }, now);
      must(
        answer === false,
        `acceptStep took steps ${first - step} to ${last - step} above the last one: it must take only a range that begins above it`,
      );
    }
    const { authenticators } = await records.load("ada");
    must(
      authenticators[0]?.lastStep === step,
      "a refused acceptStep changed the last step: a refusal must change nothing",
    );
  });

  it("remembers the highest step of a range and when it was used (REP-15)", async ({ records }) => {
    await enroll(records, "ada", "phone");
    const taken = await records.acceptStep(
      "ada",
      "phone",
      { first: step + 1, last: step + 3 },
      now + 5,
    );
    must(
      taken === true,
      "acceptStep refused a range above the last step: it must answer the literal true",
    );
    const [phone] = (await records.load("ada")).authenticators;
    must(
      phone?.lastStep === step + 3,
      "acceptStep of a range must leave its last step behind, not its first",
    );
    must(phone.lastUsedAt === now + 5, "acceptStep must remember when it was");
    const again = await records.acceptStep(
      "ada",
      "phone",
      { first: step + 2, last: step + 2 },
      now,
    );
    must(
      again === false,
      "acceptStep took a step inside an accepted range: each is used up with it",
    );
    const later = await records.acceptStep(
      "ada",
      "phone",
      { first: step + 4, last: step + 4 },
      now,
    );
    must(
      later === true,
      "acceptStep refused the step after an accepted range: a later step is a fresh code (REP-05)",
    );
  });

  it("keeps steps per authenticator and per subject (REP-20)", async ({ records }) => {
    await enroll(records, "ada", "phone");
    await enroll(records, "ada", "tablet");
    await enroll(records, "bob", "phone");
    must(await records.acceptStep("ada", "phone", next, now), "acceptStep refused a fresh step");
    must(
      (await records.acceptStep("ada", "tablet", next, now)) === true &&
        (await records.acceptStep("bob", "phone", next, now)) === true,
      "a step accepted for one authenticator blocked another: the last step belongs to subject and authenticator",
    );
  });

  it("accepts nothing for an authenticator that is not there", async ({ records }) => {
    await enroll(records, "ada", "phone");
    const strangers = [
      await records.acceptStep("ada", "unknown", next, now),
      await records.acceptStep("nobody", "phone", next, now),
    ];
    must(
      strangers.every((answer) => answer === false),
      "acceptStep accepted a step of an authenticator that does not exist",
    );
    const record = await records.load("nobody");
    must(record.authenticators.length === 0, "acceptStep created an authenticator");
  });
}
