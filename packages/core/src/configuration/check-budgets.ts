import { within } from "./fail.js";
import type { BudgetOptions } from "./options.js";
import type { Budgets, Settings } from "./settings.js";

const defaultBudgets = {
  single: { points: 5, durationSeconds: 900 },
  pair: { points: 10, durationSeconds: 3600 },
  recovery: { points: 10, durationSeconds: 3600 },
  address: { points: 50, durationSeconds: 900 },
  enrollment: { points: 20, durationSeconds: 3600 },
  recoveryRequest: { points: 3, durationSeconds: 86_400 },
  confirmation: { points: 5, durationSeconds: 600 },
};

/** The confirmation of an enrollment is not for hosts to change: five wrong codes void it. */
export const budgetNames = Object.keys(defaultBudgets).filter((name) => name !== "confirmation");

/** The most points each may have; above, the figures of docs/limits.md no longer hold. */
const mostPoints = {
  single: 10,
  pair: 30,
  recovery: 30,
  address: 10_000,
  enrollment: 1000,
  recoveryRequest: 10,
  confirmation: 5,
};

export function checkBudgets(given: BudgetOptions): Budgets {
  const budgets = {} as Record<keyof Budgets, Budgets["single"]>;
  for (const name of Object.keys(defaultBudgets) as (keyof typeof defaultBudgets)[]) {
    const asked = (given as Partial<typeof defaultBudgets>)[name] ?? defaultBudgets[name];
    const points = within(`budgets.${name}.points`, asked.points, 1, mostPoints[name]);
    const durationSeconds = within(
      `budgets.${name}.durationSeconds`,
      asked.durationSeconds,
      60,
      86_400,
    );
    budgets[name] = { name, points, durationSeconds };
  }
  return budgets;
}

export function checkLongTerm(
  given: BudgetOptions["longTerm"] = { failures: 30, days: 30 },
): Settings["longTerm"] {
  const failures = within("budgets.longTerm.failures", given.failures, 5, 100);
  const days = within("budgets.longTerm.days", given.days, 1, 365);
  return { failures, windowSeconds: days * 86_400, inARow: 100 };
}
