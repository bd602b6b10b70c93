import { randomInt } from "node:crypto";
import { comeHome } from "./come-home.js";
import { type Account, foundTown, freshAddress, guess } from "./town.js";

export interface Siege {
  readonly owners: number;
  readonly days: number;
  readonly attackersTries: number;
  readonly signIns: number;
  /** How many of them took one code, two, or three. */
  readonly byCodes: Readonly<Record<1 | 2 | 3, number>>;
  readonly refused: number;
}

const quarters = 96;

/**
 * Somebody who knows every password spends every budget there is, every quarter of an hour: single codes, pairs,
 * recovery codes. Each owner signs in once a day at a time of their own, and types more codes where more are asked for.
 */
export async function shutOutOwners(population: number, days: number): Promise<Siege> {
  const town = await foundTown(population);
  const byCodes = { 1: 0, 2: 0, 3: 0 };
  let refused = 0;
  let attackersTries = 0;
  for (let day = 0; day < days; day += 1) {
    const comesAt = town.accounts.map(() => randomInt(quarters));
    for (let quarter = 0; quarter < quarters; quarter += 1) {
      for (const [index, owner] of town.accounts.entries()) {
        attackersTries += await spendEverything(owner);
        if (comesAt[index] !== quarter) continue;
        const codes = await comeHome(owner);
        if (codes === null) refused += 1;
        else byCodes[codes] += 1;
      }
      town.clock.advance({ seconds: 900 });
    }
  }
  return { owners: population, days, attackersTries, signIns: population * days, byCodes, refused };
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
