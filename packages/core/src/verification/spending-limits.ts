import type { Clock } from "../clock.js";
import type { Budgets } from "../configuration/settings.js";
import type { CryptoPort } from "../crypto/port.js";
import {
  type BudgetVerdict,
  consumeBudget,
  peekBudget,
  resetBudget,
} from "../stores/budget-verdict.js";
import type { Limiter, Limits } from "../stores/limits.js";

export type BudgetName = keyof Budgets;

/** The short budgets of one engine. A budget is consumed before anything is compared, and nothing is ever refunded. */
export interface SpendingLimits {
  consume(name: BudgetName, key: string): Promise<BudgetVerdict>;
  /** The same verdict without spending. */
  peek(name: BudgetName, key: string): Promise<BudgetVerdict>;
  reset(name: BudgetName, key: string): Promise<void>;
  /** The subject's key: hashed, so that a shared store lists no account names, in one Redis hash tag. */
  subjectKey(subjectId: string): string;
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
  const limiters = {} as Record<BudgetName, Limiter>;
  for (const [name, budget] of Object.entries(budgets)) {
    const scoped = { ...budget, name: `second-factor:${namespace}:${budget.name}` };
    limiters[name as BudgetName] = limits.limiter(scoped, clock);
  }
  const deadline = (operation: string) => ({
    milliseconds: deadlineMs,
    onUnavailable: () => unavailable(operation),
  });

  return {
    consume: (name, key) => consumeBudget(limiters[name], key, deadline(`limits.consume ${name}`)),
    peek: (name, key) =>
      peekBudget(limiters[name], key, budgets[name].points, deadline(`limits.get ${name}`)),
    reset: (name, key) => resetBudget(limiters[name], key, deadline(`limits.delete ${name}`)),
    subjectKey: (subjectId) => `{${crypto.digest(`${namespace.length}:${namespace}${subjectId}`)}}`,
  };
}
