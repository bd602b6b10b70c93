import { countTrue, inParallel, must } from "../runner.js";
import type { DefineReplayCase } from "./replay-case.js";
import { type Asking, above } from "./replay-client.js";

export function defineLossCases(it: DefineReplayCase): void {
  it("says how long it can't be sure, and is sure when that is over", async ({ ask, decide }) => {
    // 20 at the same time, so that a fence which every call would put off never ends.
    const early = await inParallel(20, (client) => ask(above(0), { client }));
    must(countTrue(early) <= 1, "a fresh store let several callers in with one step");
    const decided = await decide(above(1), { client: 1 });
    must(decided === true, "acceptStep refused a fresh step once it was sure of its memory");
  });

  it("accepts nothing twice over a loss of its memory, where one can be caused (REP-27)", async ({
    settled,
    ask,
    decide,
    lose,
  }) => {
    if (lose === null) return;
    const users: readonly Asking[] = [
      { subject: "ada" },
      { subject: "bob" },
      { subject: "ada", namespace: "other" },
    ];
    await Promise.all(users.map((user) => settled(user)));
    await lose();
    const user = (index: number) => ({ ...users[index % users.length], client: index });
    const again = await inParallel(60, (index) => ask(above(0), user(index)));
    must(
      countTrue(again) === 0,
      "after a loss of its memory the store accepted a step that had been used: until every code of before is too old it must accept nothing, and say for how long",
    );
    for (const index of users.keys()) {
      must(
        (await decide(above(1), user(index))) === true,
        "after a loss of its memory the store refused a fresh step for good: when the time is over it must accept again",
      );
    }
    const late = await inParallel(60, (index) => ask(above(0), user(index)));
    must(
      countTrue(late) === 0,
      "after a loss of its memory the store accepted an older step than the one since",
    );
  });
}
