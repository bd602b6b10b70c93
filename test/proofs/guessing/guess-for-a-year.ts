import { comeHome } from "./come-home.js";
import { foundTown, freshAddress, guess } from "./town.js";

export interface Year {
  readonly accounts: number;
  readonly tries: number;
  readonly compared: number;
  /** Accounts whose code was hit, once or more. */
  readonly taken: number;
  /** By the arithmetic of docs/limits.md. */
  readonly expected: number;
  /** More than this happens by chance once in a thousand years. */
  readonly most: number;
}

const day = 86_400;
/** With each of its windows 30 failures are to be had; in a year 13 windows open. */
const windows = 13;
const failuresEach = 30;
/** p of one guess, where three codes are right at any moment. */
const chance = 3e-6;

/**
 * Somebody who knows every password guesses single codes wherever the default limits let them, all year: in every
 * 30-day window as soon as it opens, five and one more in each quarter of an hour, and a quarter more than there is
 * anything left. Each owner signs in once a window: after 100 failures in a row no single code would be compared at all.
 */
export async function guessForAYear(population: number): Promise<Year> {
  const { clock, accounts, compared } = await foundTown(population);
  const taken = new Set<string>();
  let tries = 0;
  for (let window = 0; window < windows; window += 1) {
    const opened = clock.now();
    for (let quarter = 0; quarter < failuresEach / 5 + 1; quarter += 1) {
      for (const { id, signIn } of accounts) {
        for (let time = 0; time < 6; time += 1) {
          const { status } = await signIn(freshAddress()).submit(guess());
          tries += 1;
          if (status === 200) taken.add(id);
        }
      }
      clock.advance({ seconds: 900 });
    }
    for (const owner of accounts) {
      if ((await comeHome(owner)) === null) throw new Error(`${owner.id} was shut out`);
    }
    clock.set(opened + 30 * day * 1000);
  }
  const expected = population * (1 - (1 - chance) ** (windows * failuresEach));
  return {
    accounts: population,
    tries,
    compared: compared(),
    taken: taken.size,
    expected,
    most: poissonBound(expected, 0.001),
  };
}

/** The least number that a Poisson variable of that mean exceeds with at most that chance. */
function poissonBound(mean: number, exceeding: number): number {
  let term = Math.exp(-mean);
  let below = term;
  let number = 0;
  while (1 - below > exceeding) {
    number += 1;
    term *= mean / number;
    below += term;
  }
  return number;
}
