import { type ConfigurationCode, ConfigurationError } from "./configuration-error.js";

/** @throws ConfigurationError always */
export function fail(code: ConfigurationCode, fault: string, remedy: string): never {
  throw new ConfigurationError(code, fault, remedy);
}

/** A whole number in its range. */
export function within(option: string, value: unknown, least: number, most: number): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number;
  return fail(
    "budget_invalid",
    `The option ${option} is out of range.`,
    `Pass a whole number from ${least} to ${most}.`,
  );
}
