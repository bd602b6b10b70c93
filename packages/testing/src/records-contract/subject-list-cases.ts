import type { Records, SubjectSummary } from "@second-factor/core/stores";
import { oddIds } from "../odd-ids.js";
import { must } from "../runner.js";
import {
  type DefineCase,
  digests,
  enroll,
  now,
  pendingEnrollment,
  recoveryRecord,
  step,
} from "./records-case.js";

/** From the first page to the last; `between` is what happens meanwhile. */
async function walk(
  records: Records,
  limit: number,
  between: () => Promise<unknown> = async () => undefined,
): Promise<SubjectSummary[]> {
  const found: SubjectSummary[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 10_000; pages += 1) {
    const page: Awaited<ReturnType<Records["listSubjects"]>> = await records.listSubjects(
      after,
      limit,
    );
    must(page.subjects.length <= limit, `listSubjects gave more than the ${limit} asked for`);
    found.push(...page.subjects);
    await between();
    if (page.next === null) return found;
    must(page.next !== after, "listSubjects did not come any further: the same page came twice");
    after = page.next;
  }
  throw new Error("listSubjects came to no end");
}

const textOf = ({ recovery, ...rest }: SubjectSummary) =>
  JSON.stringify([Object.entries(rest).sort(), recovery && Object.entries(recovery).sort()]);

export function defineSubjectListCases(it: DefineCase): void {
  it("lists every subject on exactly one page, however long the pages are", async ({
    records,
    client,
  }) => {
    for (const id of oddIds) await records.begin(id, pendingEnrollment("phone"));
    await client(1, "other").begin("dave", pendingEnrollment("phone"));
    let order = "";
    for (const [index, limit] of [1, 2, 7, 1000].entries()) {
      const listed = (await walk(client(index), limit)).map(({ subjectId }) => subjectId);
      must(
        JSON.stringify([...listed].sort()) === JSON.stringify([...oddIds].sort()),
        `listSubjects in pages of ${limit} gave ${listed.length} subjects of ${oddIds.length}, or others`,
      );
      order ||= JSON.stringify(listed);
      must(
        JSON.stringify(listed) === order,
        "listSubjects gave another order: the order must stay the same",
      );
    }
    const none = await client(0, "empty").listSubjects(null, 10);
    must(
      none.subjects.length === 0 && none.next === null,
      "listSubjects of an empty namespace must be one empty page, the last",
    );
  });

  it("tells of each subject what a list has to show", async ({ records }) => {
    await enroll(records, "ada", "phone", digests(4));
    await enroll(records, "ada", "tablet");
    await records.acceptStep("ada", "phone", { first: step + 1, last: step + 1 }, now + 5);
    const { id, kind, state, openedAt, expiresAt } = recoveryRecord("recovery");
    await records.openRecovery("ada", recoveryRecord("recovery"));
    await records.requireEnrollment("bob", { to: "reset", at: now });
    const listed = await walk(records, 10);
    const of = (subjectId: string) =>
      listed
        .filter((summary) => summary.subjectId === subjectId)
        .map(textOf)
        .join();
    const ada = {
      subjectId: "ada",
      authenticators: 2,
      mustEnroll: false,
      recoveryCodesRemaining: 4,
      lastUsedAt: now + 5,
      recovery: { id, kind, state, openedAt, expiresAt },
    };
    must(
      of("ada") === textOf(ada),
      `listSubjects told ${of("ada")} of a subject instead of ${textOf(ada)}`,
    );
    const bob = {
      subjectId: "bob",
      authenticators: 0,
      mustEnroll: true,
      recoveryCodesRemaining: 0,
      lastUsedAt: 0,
      recovery: null,
    };
    must(
      of("bob") === textOf(bob),
      `listSubjects told ${of("bob")} of a subject that was reset instead of ${textOf(bob)}`,
    );
  });

  it("leaves no subject out while others come", async ({ records, client }) => {
    const stays = Array.from({ length: 20 }, (_, index) => `subject-${String(index).padStart(2)}`);
    for (const id of stays) await records.countFailure(id, now, 60);
    let turn = 0;
    const listed = await walk(records, 3, async () => {
      turn += 1;
      if (turn < 30) await client(1).countFailure(`a guest ${turn}`, now, 60);
    });
    const times = stays.map((id) => listed.filter(({ subjectId }) => subjectId === id).length);
    must(
      times.every((count) => count === 1),
      "listSubjects left out or repeated a subject that was there all the time",
    );
  });
}
