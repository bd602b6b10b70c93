import type { Clock } from "../clock.js";
import type { CheckStore } from "./finding.js";

/** A budget that refills: so many points in a fixed window that opens with the first. */
export interface Budget {
  readonly name: string;
  readonly points: number;
  readonly durationSeconds: number;
}

/** Short budgets. `process` means that every process has budgets of its own, so that n processes give n budgets. */
export interface Limits {
  readonly durability: "process" | "shared";
  readonly check?: CheckStore;
  /** Tells, once the store is used, that it has lost what it held: every budget was given back. */
  watch?(onLoss: () => void): void;
  limiter(budget: Budget, clock: Clock): Limiter;
}

/**
 * The part of a rate-limiter-flexible limiter that the core uses, so that any limiter of that library fits as it is.
 * `consume` must be atomic. It resolves where the point was there, rejects with a `LimiterState` where it was not, and
 * with an `Error` where the store did not answer.
 */
export interface Limiter {
  consume(key: string): Promise<LimiterState>;
  get(key: string): Promise<LimiterState | null>;
  delete(key: string): Promise<boolean>;
}

export interface LimiterState {
  readonly remainingPoints: number;
  readonly consumedPoints: number;
  /** Milliseconds until the window ends. */
  readonly msBeforeNext: number;
}

/** Brings any limiter of rate-limiter-flexible: `limitsFrom((budget) => new RateLimiterRedis({ ...budget, … }))`. */
export function limitsFrom(
  create: (budget: { keyPrefix: string; points: number; duration: number }) => Limiter,
): Limits {
  return {
    durability: "shared",
    limiter: ({ name, points, durationSeconds }) =>
      create({ keyPrefix: name, points, duration: durationSeconds }),
  };
}
