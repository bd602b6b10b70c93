import { answerInTime, type DeadlineOptions } from "./deadline.js";
import type { Limiter, LimiterState } from "./limits.js";

export type BudgetVerdict =
  | { readonly allowed: true; readonly remaining: number }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/**
 * Spends one point. A limiter's rejection is a refusal only where it is a `LimiterState`; anything else, and a state
 * whose numbers are none, proves nothing and is an outage.
 *
 * @throws Unavailable `store_unavailable`
 */
export function consumeBudget(
  limiter: Limiter,
  key: string,
  deadline: DeadlineOptions = {},
): Promise<BudgetVerdict> {
  const consume = () => tryConsume(limiter, key);
  return answerInTime("limits.consume", consume, isOutcome, deadline).then(({ refused, state }) =>
    refused ? refusal(state) : { allowed: true, remaining: state.remainingPoints },
  );
}

/**
 * The same verdict without spending. `points` is the whole budget: what is left where no window is open.
 *
 * @throws Unavailable `store_unavailable`
 */
export function peekBudget(
  limiter: Limiter,
  key: string,
  points: number,
  deadline: DeadlineOptions = {},
): Promise<BudgetVerdict> {
  const get = () => limiter.get(key);
  return answerInTime("limits.get", get, isStateOrNull, deadline).then((state) => {
    if (state === null) return { allowed: true, remaining: points };
    return state.remainingPoints > 0
      ? { allowed: true, remaining: state.remainingPoints }
      : refusal(state);
  });
}

/**
 * Gives the whole budget back after a success. Not awaited by who calls it, so it never rejects: a budget that could
 * not be reset is only tighter than it would have to be.
 */
export function resetBudget(
  limiter: Limiter,
  key: string,
  deadline: DeadlineOptions = {},
): Promise<void> {
  const drop = () => limiter.delete(key);
  return answerInTime("limits.delete", drop, isAnything, deadline).then(ignored, ignored);
}

const ignored = (): void => undefined;

interface Outcome {
  readonly refused: boolean;
  readonly state: LimiterState;
}

function tryConsume(limiter: Limiter, key: string): Promise<{ refused: boolean; state: unknown }> {
  return Promise.resolve(limiter.consume(key)).then(
    (state) => ({ refused: false, state }),
    (rejection: unknown) => {
      if (!isState(rejection)) throw rejection;
      return { refused: true, state: rejection };
    },
  );
}

function isState(value: unknown): value is LimiterState {
  if (typeof value !== "object" || value === null || value instanceof Error) return false;
  const state = value as Record<keyof LimiterState, unknown>;
  return (
    Number.isFinite(state.remainingPoints) &&
    Number.isFinite(state.consumedPoints) &&
    Number.isFinite(state.msBeforeNext)
  );
}

const isOutcome = (answer: unknown): answer is Outcome =>
  isState((answer as { state: unknown }).state);
const isStateOrNull = (answer: unknown): answer is LimiterState | null =>
  answer === null || isState(answer);
const isAnything = (_answer: unknown): _answer is unknown => true;

function refusal({ msBeforeNext }: LimiterState): BudgetVerdict {
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}
