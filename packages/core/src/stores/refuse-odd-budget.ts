import { ConfigurationError } from "../configuration/configuration-error.js";
import type { Budget } from "./limits.js";

/**
 * For every store of limits, before it opens a budget: with fractions of a point, and with a window without a length,
 * each would do something else, and none what was meant.
 *
 * @throws ConfigurationError `budget_invalid`
 */
export function refuseOddBudget(
  { name, points, durationSeconds }: Budget,
  mostPoints: number = Number.MAX_SAFE_INTEGER,
): void {
  const whole = (value: number) => Number.isSafeInteger(value) && value >= 1;
  if (whole(points) && points <= mostPoints && whole(durationSeconds)) return;
  throw new ConfigurationError(
    "budget_invalid",
    `The budget ${name} has ${points} points in ${durationSeconds} seconds.`,
    `Give 1 to ${mostPoints} whole points, and whole seconds, at least 1.`,
  );
}
