import type { Clock } from "../clock.js";
import type { Budgets } from "../configuration/settings.js";
import type { CryptoPort } from "../crypto/port.js";
import { after, type MaybePromise } from "../maybe-promise.js";
import {
  type BudgetVerdict,
  consumeBudget,
  peekBudget,
  resetBudget,
} from "../stores/budget-verdict.js";
import type { DeadlineOptions } from "../stores/deadline.js";
import type { Limiter, Limits } from "../stores/limits.js";

export type BudgetName = keyof Budgets;

/** The short budgets of one engine. A budget is consumed before anything is compared, and nothing is ever refunded. */
export interface SpendingLimits {
  consume(name: BudgetName, key: string): Promise<BudgetVerdict>;
  /** The same verdict without spending. */
  peek(name: BudgetName, key: string): Promise<BudgetVerdict>;
  reset(name: BudgetName, key: string): Promise<void>;
  /** The subject's key: hashed, so that a shared store lists no account names, in one Redis hash tag. */
  subjectKey(subjectId: string): MaybePromise<string>;
}

/** A budget at work, with the deadlines of its calls: made once, since three of them stand in every verify. */
interface OpenBudget {
  readonly limiter: Limiter;
  readonly points: number;
  readonly consuming: DeadlineOptions;
  readonly looking: DeadlineOptions;
  readonly deleting: DeadlineOptions;
}

export function createSpendingLimits(
  limits: Limits,
  budgets: Budgets,
  namespace: string,
  ports: {
    clock: Clock;
    crypto: CryptoPort;
    deadlineMs: number;
    unavailable: (operation: string) => void;
  },
): SpendingLimits {
  const { clock, crypto, deadlineMs, unavailable } = ports;
  const deadline = (operation: string): DeadlineOptions => ({
    milliseconds: deadlineMs,
    onUnavailable: () => unavailable(operation),
  });
  const opened = {} as Record<BudgetName, OpenBudget>;
  for (const [name, budget] of Object.entries(budgets)) {
    const scoped = { ...budget, name: `second-factor:${namespace}:${budget.name}` };
    opened[name as BudgetName] = {
      limiter: limits.limiter(scoped, clock),
      points: budget.points,
      consuming: deadline(`limits.consume ${name}`),
      looking: deadline(`limits.get ${name}`),
      deleting: deadline(`limits.delete ${name}`),
    };
  }

  return {
    consume(name, key) {
      const { limiter, consuming } = opened[name];
      return consumeBudget(limiter, key, consuming);
    },
    peek(name, key) {
      const { limiter, points, looking } = opened[name];
      return peekBudget(limiter, key, points, looking);
    },
    reset(name, key) {
      const { limiter, deleting } = opened[name];
      return resetBudget(limiter, key, deleting);
    },
    subjectKey: (subjectId) =>
      after(crypto.digest(`${namespace.length}:${namespace}${subjectId}`), (hash) => `{${hash}}`),
  };
}
