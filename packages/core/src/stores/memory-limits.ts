import { type Clock, readClock } from "../clock.js";
import { ConfigurationError } from "../configuration/configuration-error.js";
import type { Budget, Limiter, LimiterState, Limits } from "./limits.js";
import { createMemoryWindows } from "./memory-windows.js";
import { refuseOddBudget } from "./refuse-odd-budget.js";

/** More would not fit beside a time into the one number that is kept for a key. */
const mostPoints = 10_000;

export interface MemoryLimitsOptions {
  /** Keys that one budget remembers at the same time: 45 to 62 bytes each beyond the key's own text. */
  readonly maxKeys?: number;
}

/**
 * Budgets in the memory of this process, on the engine's clock: for development, tests and apps of one process.
 *
 * At most `maxKeys` keys a budget. Beyond it the window that opened first is forgotten, never one whose budget is
 * spent; where all are spent, `consume` rejects with an Error, so that nobody new is let in.
 */
export function memoryLimits({ maxKeys = 1_000_000 }: MemoryLimitsOptions = {}): Limits {
  if (!Number.isSafeInteger(maxKeys) || maxKeys < 1) {
    throw new ConfigurationError(
      "limits_invalid",
      `memoryLimits: maxKeys is ${maxKeys}.`,
      "Give the number of keys that one budget may remember, at least 1.",
    );
  }
  return {
    durability: "process",
    limiter: (budget, clock) => createLimiter(budget, clock, maxKeys),
  };
}

/** A fixed window that opens with the first point. A refused try counts nothing. */
function createLimiter(budget: Budget, clock: Clock, maxKeys: number): Limiter {
  refuseOddBudget(budget, mostPoints);
  const { name, points, durationSeconds } = budget;
  const duration = durationSeconds * 1000;

  const open = createMemoryWindows();
  // Apart, so that making room can never touch them.
  const spent = createMemoryWindows();
  // A window is (its end, counted from the first time seen) * (points + 1) + points consumed: exact for 28 years.
  const factor = points + 1;
  let origin: number | undefined;

  const pack = (endsAt: number, consumed: number) => (endsAt - (origin ?? 0)) * factor + consumed;
  const endOf = (packed: number) => Math.floor(packed / factor) + (origin ?? 0);
  const consumedOf = (packed: number) => packed - Math.floor(packed / factor) * factor;

  const state = (endsAt: number, consumed: number, now: number): LimiterState => ({
    remainingPoints: points - consumed,
    consumedPoints: consumed,
    msBeforeNext: endsAt - now,
  });

  function forget(key: string): boolean {
    // Both, always: a key stands in one of them.
    const wasOpen = open.delete(key);
    return spent.delete(key) || wasOpen;
  }

  function current(key: string, now: number): { endsAt: number; consumed: number } | undefined {
    const packed = spent.get(key) ?? open.get(key);
    if (packed === undefined) return undefined;
    const endsAt = endOf(packed);
    if (endsAt > now) return { endsAt, consumed: consumedOf(packed) };
    forget(key);
    return undefined;
  }

  function makeRoom(now: number): void {
    const isOver = (packed: number) => endOf(packed) <= now;
    open.sweep(isOver);
    spent.sweep(isOver);
    if (open.size + spent.size < maxKeys) return;
    if (spent.evictOldest(isOver) || open.evictOldest()) return;
    throw new Error(`memoryLimits: all ${maxKeys} keys of the budget ${name} are spent`);
  }

  function take(key: string, now: number): { allowed: boolean; state: LimiterState } {
    const window = current(key, now);
    if (window !== undefined && window.consumed >= points) {
      return { allowed: false, state: state(window.endsAt, window.consumed, now) };
    }
    if (window === undefined) makeRoom(now);
    const endsAt = window?.endsAt ?? now + duration;
    const consumed = (window?.consumed ?? 0) + 1;
    if (consumed === points) {
      open.delete(key);
      spent.set(key, pack(endsAt, consumed));
    } else {
      open.set(key, pack(endsAt, consumed));
    }
    return { allowed: true, state: state(endsAt, consumed, now) };
  }

  function readNow(): number {
    const now = readClock(clock);
    origin ??= now;
    return now;
  }

  return {
    async consume(key) {
      const verdict = take(key, readNow());
      return verdict.allowed ? verdict.state : Promise.reject(verdict.state);
    },
    async get(key) {
      const now = readNow();
      const window = current(key, now);
      return window === undefined ? null : state(window.endsAt, window.consumed, now);
    },
    delete: async (key) => forget(key),
  };
}
