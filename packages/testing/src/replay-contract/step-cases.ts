import type { StepRange } from "@second-factor/core/stores";
import { countTrue, inParallel, must } from "../runner.js";
import type { DefineReplayCase } from "./replay-case.js";
import { above, type ReplayClient, step } from "./replay-client.js";

export function defineStepCases(it: DefineReplayCase): void {
  it("answers with a literal true or false (STO-13)", async ({ settled, ask }) => {
    await settled();
    must((await ask(above(0))) === false, "acceptStep took the step that it had just accepted");
    must((await ask(above(1))) === true, "acceptStep refused the step after the last one (REP-05)");
  });

  it("accepts a time step exactly once, of 200 parallel callers (REP-06, REP-08)", async ({
    settled,
    ask,
  }) => {
    await settled();
    await onceOf200(ask, () => above(1), "one step");
    const overlapping = (index: number) => (index % 2 === 0 ? above(2, 4) : above(3));
    await onceOf200(ask, overlapping, "two overlapping ranges");
  });

  it("refuses the last step and every one below it, also in a range (REP-02, REP-03, REP-04)", async ({
    settled,
    ask,
  }) => {
    await settled();
    for (const [first, last] of [
      [0, 0],
      [-1, -1],
      [-50, -50],
      [0, 2],
      [-1, 5],
    ] as const) {
      must(
        (await ask(above(first, last), { client: 1 })) === false,
        `acceptStep took steps ${first} to ${last} above the last one: it must take only a range that begins above it`,
      );
    }
    must(
      (await ask(above(1))) === true,
      "a refused acceptStep changed the last step: a refusal must change nothing",
    );
  });

  it("remembers the highest step of a range (REP-15)", async ({ settled, ask }) => {
    await settled();
    must(
      (await ask(above(1, 3))) === true,
      "acceptStep refused a range above the last step: it must answer the literal true",
    );
    for (const inside of [1, 2, 3]) {
      must(
        (await ask(above(inside), { client: 1 })) === false,
        "acceptStep took a step inside an accepted range: its last step must be remembered, not its first",
      );
    }
    must(
      (await ask(above(4), { client: 1 })) === true,
      "acceptStep refused the step after an accepted range: a later step is a fresh code (REP-05)",
    );
  });

  it("compares steps as numbers, not as text", async ({ decide, ask }) => {
    const early = { floor: 0 };
    await decide({ first: 99, last: 99 }, early);
    must(
      (await ask({ first: 100, last: 100 }, early)) === true,
      "acceptStep refused step 100 after step 99: steps are numbers",
    );
    must(
      (await ask({ first: 11, last: 11 }, early)) === false,
      "acceptStep took step 11 after step 100: steps are numbers",
    );
    must(
      (await ask({ first: step, last: step }, { floor: 100 })) === true,
      `acceptStep refused step ${step}: steps are larger than 32 bits hold`,
    );
    must(
      (await ask({ first: step - 2 ** 32 + 1, last: step - 2 ** 32 + 1 }, early)) === false,
      "acceptStep took a step of long before: it must keep all digits of a step",
    );
  });
}

async function onceOf200(
  ask: ReplayClient["ask"],
  steps: (index: number) => StepRange,
  what: string,
): Promise<void> {
  const answers = await inParallel(200, (client) => ask(steps(client), { client }));
  const accepted = countTrue(answers);
  must(
    accepted === 1 && answers.every((answer) => typeof answer === "boolean"),
    `acceptStep let ${accepted} of 200 parallel callers of ${what} in: it must be a compare-and-set that answers true exactly once, whichever client asks`,
  );
}
