import type { Budget, Limiter, LimiterState, Limits } from "@second-factor/core/stores";
import { type ManualClock, manualClock } from "../manual-clock.js";
import { must, type Runner } from "../runner.js";

export interface LimitsUnderTest {
  readonly name: string;
  /** Fresh and empty. At least two clients of one store where it has clients: races are run between them. */
  open(): Promise<{ readonly limits: readonly Limits[]; close(): Promise<void> }>;
  /**
   * Where the store lives by a clock of its own that no test can move. The cases that need to move it are left out,
   * and must be covered otherwise.
   */
  readonly ownClock?: boolean;
}

export interface LimitsCase {
  readonly clock: ManualClock;
  /** The limiter of a budget, through the client of that number. */
  limiter(budget: Budget, client?: number): Limiter;
}

export type DefineLimitsCase = (
  title: string,
  body: (context: LimitsCase) => Promise<void>,
) => void;

/** Each case gets a store of its own and closes it, whatever happens. */
export function defineLimitsCases(
  runner: Runner,
  { open, ownClock = false }: LimitsUnderTest,
): DefineLimitsCase {
  return (title, body) =>
    runner.it(title, async () => {
      const { limits, close } = await open();
      const clock = manualClock(ownClock ? Date.now() : undefined);
      const limiters = new Map<string, Limiter>();
      try {
        await body({
          clock,
          limiter(budget, client = 0) {
            const index = client % limits.length;
            const id = `${index} ${budget.name}`;
            const limiter = limiters.get(id) ?? limits[index]?.limiter(budget, clock);
            if (limiter === undefined) throw new Error("open() gave no limits");
            limiters.set(id, limiter);
            return limiter;
          },
        });
      } finally {
        await close();
      }
    });
}

export const short: Budget = { name: "short", points: 5, durationSeconds: 900 };

export interface Tried {
  readonly allowed: boolean;
  readonly state: LimiterState;
}

export async function consume(limiter: Limiter, key: string): Promise<Tried> {
  const tried: Tried = await limiter.consume(key).then(
    (state) => ({ allowed: true, state }),
    (state: unknown) => {
      if (state instanceof Error) throw state;
      return { allowed: false, state: state as LimiterState };
    },
  );
  const { remainingPoints, consumedPoints, msBeforeNext } = tried.state ?? {};
  must(
    [remainingPoints, consumedPoints, msBeforeNext].every(Number.isFinite),
    "consume must resolve or reject with { remainingPoints, consumedPoints, msBeforeNext }, all numbers",
  );
  must(remainingPoints >= 0 && consumedPoints >= 0, "a count went below zero");
  return tried;
}

/** How many points a key gives before it refuses; gives up well above every budget used here. */
export async function spendAll(limiter: Limiter, key: string): Promise<number> {
  for (let spent = 0; spent < 100; spent += 1) {
    if (!(await consume(limiter, key)).allowed) return spent;
  }
  return 100;
}
