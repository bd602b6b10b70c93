import { expect, it } from "vitest";
import { guessForAYear } from "./guessing/guess-for-a-year.js";
import { shutOutOwners } from "./guessing/shut-out-owners.js";

it("compares 390 guesses a year for one account, whatever is tried", async () => {
  const { accounts, tries, compared } = await guessForAYear(5);
  expect(tries).toBe(accounts * 13 * 7 * 6);
  expect(compared, "wrong codes compared").toBe(accounts * 390);
});

it("lets every owner in while somebody spends every budget", async () => {
  const { signIns, byCodes, refused } = await shutOutOwners(3, 2);
  expect(refused, "owners shut out").toBe(0);
  expect(byCodes[1] + byCodes[2] + byCodes[3]).toBe(signIns);
  expect(byCodes[3], "owners who had to type three codes, with all else spent").toBeGreaterThan(0);
});
