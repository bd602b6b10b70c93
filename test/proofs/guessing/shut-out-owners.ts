import { randomInt } from "node:crypto";
import { comeHome } from "./come-home.js";
import { type Account, type Browser, foundTown, freshAddress, guess } from "./town.js";

export interface Siege {
  readonly owners: number;
  readonly days: number;
  readonly attackersTries: number;
  readonly signIns: number;
  /** How many of them took one code, two, or three. */
  readonly inNewBrowsers: ByCodes;
  /** The same in browsers that verified before. */
  readonly inKnownBrowsers: ByCodes;
  readonly refused: number;
}

export type ByCodes = Readonly<Record<1 | 2 | 3, number>>;

const quarters = 96;

/**
 * Somebody who knows every password spends every budget there is, every quarter of an hour: single codes, pairs,
 * recovery codes. Each owner signs in once a day at a time of their own, and types more codes where more are asked for.
 * Every other one keeps the browser; the others have a new one each time.
 */
export async function shutOutOwners(population: number, days: number): Promise<Siege> {
  const town = await foundTown(population);
  const inNewBrowsers = { 1: 0, 2: 0, 3: 0 };
  const inKnownBrowsers = { 1: 0, 2: 0, 3: 0 };
  const kept = town.accounts.map((): Browser => ({}));
  let refused = 0;
  let attackersTries = 0;
  for (let day = 0; day < days; day += 1) {
    const comesAt = town.accounts.map(() => randomInt(quarters));
    for (let quarter = 0; quarter < quarters; quarter += 1) {
      for (const [index, owner] of town.accounts.entries()) {
        attackersTries += await spendEverything(owner);
        if (comesAt[index] !== quarter) continue;
        const browser = index % 2 === 0 ? {} : kept[index]!;
        const counts = browser.cookie === undefined ? inNewBrowsers : inKnownBrowsers;
        const codes = await comeHome(owner, browser);
        if (codes === null) refused += 1;
        else counts[codes] += 1;
      }
      town.clock.advance({ seconds: 900 });
    }
  }
  const signIns = population * days;
  return {
    owners: population,
    days,
    attackersTries,
    signIns,
    inNewBrowsers,
    inKnownBrowsers,
    refused,
  };
}

/** Each kind until it is refused. */
async function spendEverything({ signIn }: Account): Promise<number> {
  let tries = 0;
  const until429 = async (attempt: () => Promise<{ readonly status: number }>) => {
    for (let status = 0; status !== 429; tries += 1) ({ status } = await attempt());
  };
  await until429(() => signIn(freshAddress()).submit(guess()));
  await until429(() => signIn(freshAddress()).submit(`${guess()} ${guess()}`));
  await until429(() => signIn(freshAddress()).redeem("0".repeat(24)));
  return tries;
}
