import type { ReplayStore, StepRange } from "@second-factor/core/stores";
import { must } from "../runner.js";

/** A step that is nobody's yet. Higher than 32 bits hold, as the steps of a distant year are. */
export const step = 8_446_743_359;

/** One above the settled step, unless told otherwise. */
export const above = (count: number, upTo = count): StepRange => ({
  first: step + count,
  last: step + upTo,
});

export interface Asking {
  /** "ada" where it is left out. */
  readonly subject?: string;
  /** "phone" where it is left out. */
  readonly authenticator?: string;
  /** What the caller's row knows: by default far less than the store. */
  readonly floor?: number;
  /** Through the client of that number. */
  readonly client?: number;
  readonly namespace?: string;
}

/** The store can't be sure, and said for how long. */
interface Fenced {
  readonly retryAfterSeconds: number;
}

export interface ReplayClient {
  /** One call: its verdict, or the fence that it ran into. */
  ask(steps: StepRange, asking?: Asking): Promise<boolean | Fenced>;
  /** The verdict, after as long as the store says that it can't give one. */
  decide(steps: StepRange, asking?: Asking): Promise<boolean>;
  /**
   * Gets past the fence that a fresh store may stand behind, and leaves `step` as the last one accepted. It waits
   * exactly what the store named: that this is enough is one of the promises.
   */
  settled(asking?: Asking): Promise<void>;
  /** Since a fence was last waited for, or the beginning. */
  secondsSinceFence(): number;
}

export function createReplayClient(
  stores: readonly ReplayStore[],
  memorySeconds: number,
): ReplayClient {
  let since = performance.now();

  async function ask(steps: StepRange, asking: Asking = {}): Promise<boolean | Fenced> {
    const { subject = "ada", authenticator = "phone", floor = step - 100 } = asking;
    const store = stores[(asking.client ?? 0) % stores.length];
    if (store === undefined) throw new Error("open() gave no store");
    const replay = store.forNamespace(asking.namespace ?? "contract");
    const answer: unknown = await replay
      .acceptStep(subject, authenticator, steps, floor, memorySeconds)
      .catch((error: unknown) => fenceOf(error, memorySeconds));
    if (typeof answer === "object" && answer !== null && "fence" in answer) {
      return answer.fence as Fenced;
    }
    must(
      typeof answer === "boolean",
      `acceptStep answered ${JSON.stringify(answer)} where only a literal true or false is a verdict: anything else proves nothing (STO-13)`,
    );
    return answer;
  }

  async function decide(steps: StepRange, asking?: Asking): Promise<boolean> {
    for (let waits = 0; waits < 3; waits += 1) {
      const answer = await ask(steps, asking);
      if (typeof answer === "boolean") return answer;
      // A timer may fire a millisecond early.
      const milliseconds = Math.ceil(answer.retryAfterSeconds * 1000) + 1;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      since = performance.now();
    }
    throw new Error(
      "acceptStep named a retryAfterSeconds, was asked again after it, and refused to decide, three times: the time must end when it said, however often it is asked meanwhile",
    );
  }

  return {
    ask,
    decide,
    async settled(asking) {
      must(
        (await decide(above(0), asking)) === true,
        "acceptStep refused a step that nobody had used: it must answer the literal true",
      );
    },
    secondsSinceFence: () => (performance.now() - since) / 1000,
  };
}

function fenceOf(error: unknown, memorySeconds: number): { readonly fence: Fenced } {
  const seconds: unknown = (error as Partial<Fenced> | null | undefined)?.retryAfterSeconds;
  must(
    typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0,
    `acceptStep rejected with retryAfterSeconds ${String(seconds)} (${String(error)}): where it can't be sure it must say for how long, a finite number of seconds`,
  );
  must(
    seconds <= memorySeconds + 1,
    `acceptStep wants to be left alone for ${seconds} seconds where a code can come back for ${memorySeconds}: after that it has nothing to fear`,
  );
  return { fence: { retryAfterSeconds: seconds } };
}
