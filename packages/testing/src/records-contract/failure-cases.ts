import type { FailureCount } from "@second-factor/core/stores";
import { inParallel, must } from "../runner.js";
import { type DefineCase, enroll, now, step } from "./records-case.js";

const day = 86_400;
const windowSeconds = 30 * day;

export function defineFailureCases(it: DefineCase): void {
  const same = (left: FailureCount, right: FailureCount) =>
    left.since === right.since && left.count === right.count && left.inARow === right.inARow;
  const told = ({ since, count, inARow }: FailureCount) =>
    `since ${since === 0 ? 0 : `+${(since - now) / 1000} s`}, count ${count}, in a row ${inARow}`;

  it("loses no failure of 50 parallel ones", async ({ records, client }) => {
    await inParallel(50, (index) => client(index).countFailure("ada", now, windowSeconds));
    const { failures } = await records.load("ada");
    must(
      same(failures, { since: now, count: 50, inARow: 50 }),
      `countFailure counted ${failures.count} of 50 parallel failures: it must be one atomic increment`,
    );
  });

  it("keeps a 30-day window for 30 days and opens the next after it (BRU-33)", async ({
    records,
  }) => {
    must(
      (await records.load("ada")).failures.count === 0,
      "a subject nobody has seen has failures",
    );
    for (let failure = 0; failure < 30; failure += 1)
      await records.countFailure("ada", now, windowSeconds);
    const checks = [
      { at: now + 1, expected: { since: now, count: 31, inARow: 31 } },
      { at: now + day * 1000, expected: { since: now, count: 32, inARow: 32 } },
      { at: now + 29 * day * 1000, expected: { since: now, count: 33, inARow: 33 } },
      { at: now + windowSeconds * 1000 - 1, expected: { since: now, count: 34, inARow: 34 } },
      {
        at: now + windowSeconds * 1000,
        expected: { since: now + windowSeconds * 1000, count: 1, inARow: 35 },
      },
    ];
    for (const { at, expected } of checks) {
      await records.countFailure("ada", at, windowSeconds);
      const { failures } = await records.load("ada");
      must(
        same(failures, expected),
        `after a failure at +${(at - now) / 1000} s the count is "${told(failures)}" instead of "${told(expected)}": ` +
          "the window is fixed, opens with the first failure, and lasts as long as it was said to",
      );
    }
  });

  it("opens the first window with the first failure, however early a test's clock is", async ({
    records,
  }) => {
    await enroll(records, "ada", "phone");
    for (const at of [59_000, 60_000]) await records.countFailure("ada", at, windowSeconds);
    const { failures } = await records.load("ada");
    must(
      same(failures, { since: 59_000, count: 2, inARow: 2 }),
      "the first failure did not open the window: it begins there, not with the epoch of the clock",
    );
  });

  it("clears the failures in a row on success, and never the count", async ({ records }) => {
    await enroll(records, "ada", "phone", ["digest"]);
    const after = async (method: string, expected: FailureCount) => {
      const { failures } = await records.load("ada");
      must(
        same(failures, expected),
        `${method} left "${told(failures)}" instead of "${told(expected)}": success ends the row of failures and gives nothing back`,
      );
    };
    await records.countFailure("ada", now, windowSeconds);
    await records.countFailure("ada", now, windowSeconds);
    await records.acceptStep("ada", "phone", { first: step + 1, last: step + 1 }, now);
    await after("acceptStep", { since: now, count: 2, inARow: 0 });
    await records.countFailure("ada", now, windowSeconds);
    await records.redeemRecoveryCode("ada", "digest");
    await after("redeemRecoveryCode", { since: now, count: 3, inARow: 0 });
  });

  it("keeps the failures in a row where nothing was accepted", async ({ records }) => {
    await enroll(records, "ada", "phone", ["digest"]);
    await records.countFailure("ada", now, windowSeconds);
    await records.acceptStep("ada", "phone", { first: step, last: step }, now);
    await records.acceptStep("ada", "unknown", { first: step + 1, last: step + 1 }, now);
    await records.redeemRecoveryCode("ada", "wrong digest");
    const { failures } = await records.load("ada");
    must(
      failures.inARow === 1,
      "a refused code ended the row of failures: only an accepted one may",
    );
  });
}
