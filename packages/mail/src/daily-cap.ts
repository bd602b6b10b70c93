import type { Limits, Notice } from "@second-factor/core";
import { type Clock, type LimiterState, memoryLimits } from "@second-factor/core/stores";

export interface DailyCapOptions {
  readonly mostADay: number;
  readonly namespace: string;
  readonly clock: Clock;
  readonly limits?: Limits | undefined;
}

export type Allowance =
  | { readonly allowed: false }
  /** `silentUntil` is set with the last one: in milliseconds since the Unix epoch. */
  | { readonly allowed: true; readonly silentUntil: number | null };

const daySeconds = 86_400;

/**
 * So many messages of a kind a day, for an account: whoever can cause one by their attempts must not be able to fill a
 * mailbox with it. Each kind has its own, so that no number of warnings of guessing holds back that of a recovery.
 */
export function dailyCap({ mostADay, namespace, clock, limits }: DailyCapOptions) {
  const store = limits ?? memoryLimits({ maxKeys: 100_000 });
  const budget = { name: "second-factor:mail", points: mostADay, durationSeconds: daySeconds };
  const limiter = store.limiter(budget, clock);

  return async function spend({ kind, subjectId, staffId }: Notice): Promise<Allowance> {
    const key = await digest(JSON.stringify([namespace, staffId ?? null, subjectId, kind]));
    try {
      const { remainingPoints, msBeforeNext } = await limiter.consume(key);
      const isLast = remainingPoints <= 0;
      return { allowed: true, silentUntil: isLast ? clock.now() + msBeforeNext : null };
    } catch (refusal) {
      // A store that is away proves nothing, and one message too many is better than one that was needed.
      return isState(refusal) ? { allowed: false } : { allowed: true, silentUntil: null };
    }
  };
}

const isState = (value: unknown): value is LimiterState =>
  typeof value === "object" &&
  value !== null &&
  !(value instanceof Error) &&
  Number.isFinite((value as Partial<LimiterState>).msBeforeNext);

/** A shared store lists no accounts. */
async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
