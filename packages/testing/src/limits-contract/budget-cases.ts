import { inParallel, must } from "../runner.js";
import { consume, type DefineLimitsCase, short, spendAll } from "./limits-case.js";

export function defineBudgetCases(it: DefineLimitsCase): void {
  it("gives exactly the budget to 200 parallel callers", async ({ limiter }) => {
    const answers = await inParallel(200, (index) => consume(limiter(short, index), "ada"));
    const allowed = answers.filter((answer) => answer.allowed).length;
    must(
      allowed === 5,
      `consume let ${allowed} of 200 parallel callers spend a budget of 5: it must be one atomic count, whichever client asks`,
    );
    const left = answers
      .filter((answer) => answer.allowed)
      .map(({ state }) => state.remainingPoints);
    must(
      left.sort().join() === "0,1,2,3,4",
      `consume told ${left.join()} remaining: each point once`,
    );
  });

  it("tells what remains and when it opens again", async ({ limiter }) => {
    const limits = limiter(short);
    must((await limits.get("ada")) === null, "get of a fresh key must be null");
    const first = await consume(limits, "ada");
    must(
      first.allowed && first.state.remainingPoints === 4 && first.state.consumedPoints === 1,
      "the first consume of 5 must leave 4",
    );
    const seen = await limits.get("ada");
    must(
      seen?.remainingPoints === 4 && seen.consumedPoints === 1,
      "get must tell what consume left, and spend nothing",
    );
    must(
      seen.msBeforeNext > 890_000 && seen.msBeforeNext <= 900_000,
      `the window ends in ${seen.msBeforeNext} ms instead of 900000`,
    );
    for (let spent = 0; spent < 4; spent += 1) await limits.consume("ada");
    const refused = await consume(limits, "ada");
    must(!refused.allowed, "a sixth try of 5 went through");
    must(
      refused.state.remainingPoints === 0 &&
        refused.state.msBeforeNext > 0 &&
        refused.state.msBeforeNext <= 900_000,
      "a refusal must reject with the state of the window: nothing remains, and when it ends",
    );
  });

  it("gives the whole budget back on delete, and never more (BRU-34)", async ({ limiter }) => {
    const limits = limiter(short);
    await limits.delete("ada");
    must((await limits.get("ada")) === null, "delete of a fresh key left something behind");
    must((await spendAll(limits, "ada")) === 5, "delete of a fresh key changed its budget");
    await limits.delete("ada");
    const spent = await spendAll(limits, "ada");
    must(spent === 5, `after delete a budget of 5 gave ${spent}`);
  });

  it("keeps keys apart, and budgets by their name", async ({ limiter }) => {
    await spendAll(limiter(short), "ada");
    must((await consume(limiter(short), "bob")).allowed, "one key spent another's budget");
    must(
      (await consume(limiter(short), "ada:x")).allowed,
      "a key spent the budget of one that begins with it",
    );
    const other = { ...short, name: "other" };
    must(
      (await consume(limiter(other), "ada")).allowed,
      "one budget spent another's points: names must be disjoint",
    );
    must(
      !(await consume(limiter(short, 1), "ada")).allowed,
      "another client of the store gave a budget that was spent: a count must not be read from a replica that lags",
    );
  });
}
