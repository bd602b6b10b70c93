import { expect, it } from "vitest";
import { guessForAYear } from "./guessing/guess-for-a-year.js";
import { shutOutOwners } from "./guessing/shut-out-owners.js";

it("compares 390 guesses a year for one account, whatever is tried", async () => {
  const { accounts, tries, compared } = await guessForAYear(5);
  expect(tries).toBe(accounts * 13 * 7 * 6);
  expect(compared, "wrong codes compared").toBe(accounts * 390);
});

it("lets every owner in while somebody spends every budget, and with one code where the browser is known", async () => {
  const { signIns, inNewBrowsers, inKnownBrowsers, refused } = await shutOutOwners(4, 2);
  expect(refused, "owners shut out").toBe(0);
  const all = [...Object.values(inNewBrowsers), ...Object.values(inKnownBrowsers)];
  expect(all.reduce((sum, count) => sum + count)).toBe(signIns);
  expect(inNewBrowsers[3], "owners who had to type three codes").toBeGreaterThan(0);
  expect(inKnownBrowsers, "one code in a browser that verified before").toEqual({
    1: 2,
    2: 0,
    3: 0,
  });
});
