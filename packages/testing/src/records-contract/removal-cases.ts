import { countTrue, inParallel, must } from "../runner.js";
import {
  type DefineCase,
  digests,
  enroll,
  epochAfter,
  now,
  pendingEnrollment,
  step,
} from "./records-case.js";

export function defineRemovalCases(it: DefineCase): void {
  it("renames one authenticator", async ({ records }) => {
    await enroll(records, "ada", "phone");
    await enroll(records, "ada", "tablet");
    const before = await records.load("ada");
    must(
      (await records.rename("ada", "phone", "work")) === true,
      "rename must answer true where the authenticator exists",
    );
    must(
      (await records.rename("ada", "unknown", "x")) === false,
      "rename answered true for an authenticator that is not there",
    );
    must(
      (await records.rename("bob", "phone", "x")) === false,
      "rename reached another subject's authenticator",
    );
    const after = await records.load("ada");
    const names = after.authenticators.map(({ id, name }) => `${id}=${name}`).sort();
    must(
      names.join() === "phone=work,tablet=name of tablet",
      `rename left ${names.join()}: it must change one name`,
    );
    must(after.epoch === before.epoch, "rename changed the epoch: a name voids nothing");
  });

  it("demands an enrollment with the last one, where that is asked for", async ({ records }) => {
    await enroll(records, "ada", "phone");
    await enroll(records, "ada", "tablet");
    const demand = { keepLast: false, demandEnrollment: true };
    const change = async () => epochAfter(await records.load("ada"));
    must(
      (await records.remove("ada", "phone", demand, await change())) === true &&
        !(await records.load("ada")).mustEnroll,
      "remove demanded an enrollment while an authenticator remains, or refused",
    );
    must(
      (await records.remove("ada", "tablet", demand, await change())) === true &&
        (await records.load("ada")).mustEnroll,
      "remove must set mustEnroll together with the last authenticator: a crash in between would leave the door open",
    );
  });

  for (const keepLast of [true, false]) {
    it(`removes one of two and keeps what belongs to the other (keepLast ${keepLast})`, async ({
      records,
    }) => {
      await enroll(records, "ada", "phone", digests(5));
      await enroll(records, "ada", "tablet");
      await records.begin("ada", pendingEnrollment("laptop"));
      const change = epochAfter(await records.load("ada"), now + 9);
      const removed = await records.remove("ada", "phone", { keepLast }, change);
      must(removed === true, "remove refused one of two authenticators");
      const after = await records.load("ada");
      must(
        after.authenticators.length === 1 && after.authenticators[0]?.id === "tablet",
        "remove must take exactly that authenticator",
      );
      must(
        after.recoveryCodesRemaining === 5 && after.pending?.id === "laptop",
        "remove took the recovery codes or the pending enrollment while an authenticator remains",
      );
      must(
        after.epoch === change.to && after.epochChangedAt === change.at,
        "remove must change the epoch in the same transaction",
      );
      const next = { first: step + 1, last: step + 1 };
      const gone = await records.acceptStep("ada", "phone", next, now);
      must(gone === false, "a removed authenticator still accepts codes");
    });
  }

  it("refuses what is not there, a stale epoch, and the last one where it must stay", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(2));
    const before = await records.load("ada");
    const stale = { ...epochAfter(before), from: "another epoch" };
    const answers = [
      await records.remove("ada", "unknown", { keepLast: false }, epochAfter(before)),
      await records.remove("bob", "phone", { keepLast: false }, epochAfter({ epoch: "" })),
      await records.remove("ada", "phone", { keepLast: false }, stale),
      await records.remove("ada", "phone", { keepLast: true }, epochAfter(before)),
    ];
    const names = [
      "an unknown one",
      "another subject's",
      "at a stale epoch",
      "the last one with keepLast",
    ];
    answers.forEach((answer, index) => {
      must(answer === false, `remove took ${names[index]}`);
    });
    const after = await records.load("ada");
    must(
      after.epoch === before.epoch &&
        after.authenticators.length === 1 &&
        after.recoveryCodesRemaining === 2,
      "a refused remove changed something: it is all or nothing",
    );
  });

  it("keeps one of two authenticators that are removed in parallel", async ({
    records,
    client,
  }) => {
    for (let round = 0; round < 10; round += 1) {
      const subjectId = `ada-${round}`;
      await enroll(records, subjectId, "phone");
      await enroll(records, subjectId, "tablet");
      const before = await records.load(subjectId);
      const answers = await inParallel(2, (index) =>
        client(index).remove(
          subjectId,
          index === 0 ? "phone" : "tablet",
          { keepLast: true },
          epochAfter(before),
        ),
      );
      const left = (await records.load(subjectId)).authenticators.length;
      must(
        countTrue(answers) === 1 && left === 1,
        `of two authenticators removed in parallel with keepLast ${left} remain, and ${countTrue(answers)} callers were told true: one must stay`,
      );
    }
  });

  it("ends recovery codes and pending with the last one; epoch and failures outlive it (SES-22)", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(5));
    const enrolled = await records.load("ada");
    await records.begin("ada", pendingEnrollment("tablet"));
    await records.countFailure("ada", now, 60);
    const change = epochAfter(enrolled, now + 9);
    must(
      (await records.remove("ada", "phone", { keepLast: false }, change)) === true,
      "remove refused the last authenticator",
    );
    const after = await records.load("ada");
    must(after.authenticators.length === 0, "remove left the last authenticator behind");
    must(
      after.recoveryCodesRemaining === 0 && after.pending === null,
      "the last authenticator must take recovery codes and pending with it",
    );
    must(
      after.epoch === change.to && after.epoch !== "" && after.epoch !== enrolled.epoch,
      "the epoch was lost with the last authenticator: then an old mark counts again after the next enrollment",
    );
    must(
      after.failures.count === 1 && after.failures.inARow === 1,
      "the failures were lost with the last authenticator: enrolling anew would refill the budget",
    );
  });
}
