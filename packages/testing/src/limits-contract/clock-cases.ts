import type { Budget } from "@second-factor/core/stores";
import { must } from "../runner.js";
import { consume, type DefineLimitsCase, short, spendAll } from "./limits-case.js";

const day = 86_400;

/** What can be shown only where the clock can be moved. */
export function defineClockCases(it: DefineLimitsCase): void {
  const long: Budget = { name: "long", points: 30, durationSeconds: 30 * day };

  it("counts nothing for a refused try: the window ends when it would have", async ({
    limiter,
    clock,
  }) => {
    const limits = limiter(short);
    await spendAll(limits, "ada");
    for (let minute = 0; minute < 14; minute += 1) {
      clock.advance({ seconds: 60 });
      const refused = await consume(limits, "ada");
      must(!refused.allowed, `a spent budget opened after ${minute + 1} of 15 minutes`);
      must(
        refused.state.consumedPoints === 5,
        "a refused try was counted: then tries keep a victim's budget spent",
      );
    }
    clock.advance({ seconds: 60 });
    const again = await spendAll(limits, "ada");
    must(again === 5, `after its window a budget of 5 gave ${again}`);
  });

  it("keeps a spent 30-day budget spent for 30 days (BRU-33)", async ({ limiter, clock }) => {
    const limits = limiter(long);
    const start = clock.now();
    must((await spendAll(limits, "ada")) === 30, "a budget of 30 did not give 30 points");
    for (const after of [1, day * 1000, 29 * day * 1000, 30 * day * 1000 - 1]) {
      clock.set(start + after);
      must(
        !(await consume(limits, "ada")).allowed,
        `a spent 30-day budget opened again after ${after} ms`,
      );
    }
    clock.set(start + 30 * day * 1000);
    must(
      (await consume(limits, "ada")).allowed,
      "a 30-day budget did not open again after 30 days",
    );
  });

  it("opens its window with the first point, whatever comes later", async ({ limiter, clock }) => {
    const limits = limiter(short);
    await limits.consume("ada");
    clock.advance({ seconds: 899 });
    for (let spent = 0; spent < 4; spent += 1) await limits.consume("ada");
    must(!(await consume(limits, "ada")).allowed, "a sixth point of 5 was given within one window");
    clock.advance({ seconds: 1 });
    must(
      (await limits.get("ada")) === null,
      "the window did not end with its duration after the first point",
    );
    must((await spendAll(limits, "ada")) === 5, "the next window did not have the whole budget");
  });

  it("never gives more than the budget where a reset comes after the window (BRU-34)", async ({
    limiter,
    clock,
  }) => {
    const limits = limiter(short);
    await limits.consume("ada");
    clock.advance({ seconds: 901 });
    await limits.delete("ada");
    const spent = await spendAll(limits, "ada");
    must(spent === 5, `after a late reset a budget of 5 gave ${spent}`);
    const state = await limits.get("ada");
    must(
      state?.consumedPoints === 5 && state.remainingPoints === 0,
      "a late reset left a count behind",
    );
  });
}
