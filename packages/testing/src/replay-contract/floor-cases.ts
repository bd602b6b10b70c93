import { must } from "../runner.js";
import type { DefineReplayCase } from "./replay-case.js";
import { above, step } from "./replay-client.js";

export function defineFloorCases(it: DefineReplayCase): void {
  it("refuses what the row already knows as used, though it never saw it (REP-26)", async ({
    settled,
    ask,
  }) => {
    await settled();
    for (const [first, last] of [
      [5, 5],
      [3, 3],
      [5, 7],
      [4, 7],
    ] as const) {
      must(
        (await ask(above(first, last), { floor: step + 5 })) === false,
        `acceptStep took steps ${first} to ${last} with a floor of 5: the code that confirmed an enrollment, or was used before there was a replay store, is known only to the row`,
      );
    }
    must(
      (await ask(above(6, 7), { floor: step + 5 })) === true,
      "acceptStep refused steps above the floor",
    );
    must(
      (await ask(above(7), { client: 1 })) === false,
      "acceptStep took a used step because the floor had gone down: the floor adds to what it remembers",
    );
  });

  it("respects the floor for a subject that it never saw (REP-26)", async ({ decide }) => {
    const newcomer = { subject: "newcomer", floor: step };
    must(
      (await decide(above(0), newcomer)) === false,
      "acceptStep took the floor itself for a subject it had never seen: the floor is used",
    );
    must(
      (await decide(above(1), newcomer)) === true,
      "acceptStep refused the step above the floor for a subject it had never seen",
    );
  });
}
