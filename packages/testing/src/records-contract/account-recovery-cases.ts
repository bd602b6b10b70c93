import type { RecoveryRecord, RecoveryState } from "@second-factor/core/stores";
import { countTrue, inParallel, must } from "../runner.js";
import {
  browserRecord,
  type DefineCase,
  digests,
  enroll,
  epochAfter,
  now,
  pendingEnrollment,
  recoveryRecord,
} from "./records-case.js";

const open: readonly RecoveryState[] = ["waiting", "requested", "approved"];
const over: readonly RecoveryState[] = ["completed", "canceled", "denied"];

const textOf = (recovery: RecoveryRecord | null) =>
  JSON.stringify(recovery && Object.entries(recovery).sort());

export function defineAccountRecoveryCases(it: DefineCase): void {
  it("opens one recovery of 20 parallel ones, and gives it back as it was opened", async ({
    records,
    client,
  }) => {
    const reason = 'lost "phone", o\'brien \u{1f4f1} <b>日本</b>\n';
    const asked = Array.from({ length: 20 }, (_, index) =>
      recoveryRecord(`recovery-${index}`, { reason, caseReference: `#${index}` }),
    );
    const answers = await inParallel(20, (index) => {
      const recovery = asked[index] ?? recoveryRecord("none");
      return client(index).openRecovery("ada", recovery);
    });
    must(
      countTrue(answers) === 1,
      `openRecovery let ${countTrue(answers)} of 20 parallel callers through: a subject has one open recovery`,
    );
    const winner = asked[answers.indexOf(true)] ?? null;
    must(
      textOf((await records.load("ada")).recovery) === textOf(winner),
      "the recovery is not the one whose caller was told true, as it was opened",
    );
  });

  it("opens the next recovery only where the one before is over or expired", async ({
    records,
  }) => {
    for (const state of open) {
      const subjectId = `ada ${state}`;
      const first = recoveryRecord("first", { state });
      await records.openRecovery(subjectId, first);
      const { expiresAt } = first;
      const early = recoveryRecord("early", { openedAt: expiresAt - 1 });
      must(
        (await records.openRecovery(subjectId, early)) === false &&
          (await records.load(subjectId)).recovery?.id === "first",
        `openRecovery replaced one that is ${state}: whoever opens anew would start its delay anew`,
      );
      const late = recoveryRecord("late", { openedAt: expiresAt });
      must(
        (await records.openRecovery(subjectId, late)) === true &&
          (await records.load(subjectId)).recovery?.id === "late",
        `openRecovery refused where the one before, ${state}, had expired: nobody would ever recover again`,
      );
    }
    for (const state of over) {
      const subjectId = `ada ${state}`;
      await records.openRecovery(subjectId, recoveryRecord("first", { state }));
      must(
        (await records.openRecovery(subjectId, recoveryRecord("second"))) === true,
        `openRecovery refused where the one before was ${state}`,
      );
    }
  });

  it("changes a recovery's state exactly once, of 20 callers that want different ones", async ({
    records,
    client,
  }) => {
    await records.openRecovery("ada", recoveryRecord("recovery"));
    const changes = Array.from({ length: 20 }, (_, index) => ({
      state: index % 2 === 0 ? ("approved" as const) : ("denied" as const),
      availableAt: now + index,
      expiresAt: now + 1000 + index,
      decidedBy: `carol-${index}`,
    }));
    const answers = await inParallel(20, (index) =>
      client(index).changeRecovery(
        "ada",
        "recovery",
        "requested",
        changes[index] ?? recoveryRecord("none"),
      ),
    );
    must(
      countTrue(answers) === 1,
      `changeRecovery let ${countTrue(answers)} of 20 parallel callers through: it must be a compare-and-set on the state`,
    );
    const expected = recoveryRecord("recovery", changes[answers.indexOf(true)]);
    must(
      textOf((await records.load("ada")).recovery) === textOf(expected),
      "the recovery is not what the change that was told true made of it, and nothing more",
    );
  });

  it("changes and completes nothing of another id, another state or another subject", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(3));
    await records.openRecovery("ada", recoveryRecord("recovery"));
    const before = await records.load("ada");
    const to = recoveryRecord("recovery", { state: "approved", decidedBy: "carol" });
    const change = { to: "completed", at: now };
    const answers = [
      await records.changeRecovery("ada", "another", "requested", to),
      await records.changeRecovery("ada", "recovery", "approved", to),
      await records.changeRecovery("bob", "recovery", "requested", to),
      await records.completeRecovery("ada", "another", "requested", change),
      await records.completeRecovery("ada", "recovery", "approved", change),
      await records.completeRecovery("bob", "recovery", "requested", change),
    ];
    must(
      answers.every((answer) => answer === false),
      "changeRecovery or completeRecovery took a recovery of another id, state or subject",
    );
    const after = await records.load("ada");
    must(
      textOf(after.recovery) === textOf(before.recovery) &&
        after.epoch === before.epoch &&
        after.authenticators.length === 1 &&
        after.recoveryCodesRemaining === 3 &&
        !after.mustEnroll,
      "a refused change of a recovery changed something: it is all or nothing",
    );
  });

  it("completes a recovery with all that a reset does, in one transaction and once", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone", digests(3));
    await enroll(records, "ada", "tablet");
    await records.begin("ada", pendingEnrollment("laptop"));
    await records.countFailure("ada", now, 60);
    await records.keepBrowser("ada", browserRecord("browser"), 5);
    await records.openRecovery("ada", recoveryRecord("recovery", { state: "approved" }));
    const change = { to: "completed", at: now + 11 };
    must(
      (await records.completeRecovery("ada", "recovery", "approved", change)) === true,
      "completeRecovery refused a recovery in the state it was asked for",
    );
    const record = await records.load("ada");
    must(
      textOf(record.recovery) === textOf(recoveryRecord("recovery", { state: "completed" })),
      "completeRecovery must leave the recovery behind, completed and else as it was",
    );
    must(
      record.mustEnroll && record.epoch === "completed" && record.epochChangedAt === now + 11,
      "completeRecovery must demand a new enrollment and change the epoch, as requireEnrollment does",
    );
    must(
      record.authenticators.length === 0 &&
        record.recoveryCodesRemaining === 0 &&
        record.pending === null &&
        record.browsers.length === 0,
      "completeRecovery must void authenticators, recovery codes, the pending enrollment and browsers",
    );
    must(record.failures.count === 1, "completeRecovery gave failures back");
    await enroll(records, "ada", "phone");
    must(
      (await records.completeRecovery("ada", "recovery", "approved", change)) === false &&
        (await records.load("ada")).authenticators.length === 1,
      "completeRecovery went through twice: it removed what was enrolled after it",
    );
  });

  it("completes a recovery or cancels it, never both", async ({ records, client }) => {
    for (let round = 0; round < 6; round += 1) {
      const subjectId = `ada-${round}`;
      await enroll(records, subjectId, "phone");
      await records.openRecovery(subjectId, recoveryRecord("recovery", { state: "waiting" }));
      const change = epochAfter(await records.load(subjectId));
      const canceled = recoveryRecord("recovery", { state: "canceled", decidedBy: subjectId });
      const answers = await inParallel(2, (index) =>
        index === round % 2
          ? client(index).completeRecovery(subjectId, "recovery", "waiting", change)
          : client(index).changeRecovery(subjectId, "recovery", "waiting", canceled),
      );
      must(
        countTrue(answers) === 1,
        `of completing and canceling a recovery in parallel ${countTrue(answers)} went through: exactly one may`,
      );
      const completed = answers[round % 2] === true;
      const { recovery, authenticators, mustEnroll } = await records.load(subjectId);
      must(
        recovery?.state === (completed ? "completed" : "canceled") &&
          authenticators.length === (completed ? 0 : 1) &&
          mustEnroll === completed,
        "a recovery was canceled, and the account reset all the same, or the other way round",
      );
    }
  });
}
