import { DurableObject } from "cloudflare:workers";
import type { Budget, LimiterState, StepRange } from "@second-factor/core/stores";
import { selfDescription } from "./self-description.js";

/** Everything that is kept ends at a time, in milliseconds of the object's own clock. */
interface Kept {
  readonly until: number;
}

interface BudgetWindow extends Kept {
  readonly consumed: number;
}

interface UsedStep extends Kept {
  readonly last: number;
}

export interface Consumed extends LimiterState {
  readonly taken: boolean;
}

/**
 * The one place where a subject, or a client address, is decided on. Export it from the Worker and bind it; the stores
 * call it. Each method reads and writes in one turn, so no other call can come between; an answer leaves only once what
 * was written before it is durable (the output gate), a refusal that rests on it too. All time is this object's.
 */
export class SecondFactorObject extends DurableObject {
  /** A point where one is left. A refused try counts nothing; the window opens with the first point and is fixed. */
  consumePoint({ name, points, durationSeconds }: Budget): Consumed {
    const now = Date.now();
    const open = this.#openWindow(name, now);
    if (open !== null && open.consumed >= points) {
      return { taken: false, ...stateOf(open, points, now) };
    }
    const window: BudgetWindow = {
      consumed: (open?.consumed ?? 0) + 1,
      until: open?.until ?? now + durationSeconds * 1000,
    };
    this.#keep(budgetKey(name), window);
    return { taken: true, ...stateOf(window, points, now) };
  }

  readBudget({ name, points }: Budget): LimiterState | null {
    const now = Date.now();
    const open = this.#openWindow(name, now);
    return open === null ? null : stateOf(open, points, now);
  }

  forgetBudget(name: string): boolean {
    return this.ctx.storage.kv.delete(budgetKey(name));
  }

  /**
   * Compare-and-set, above the floor and every step accepted before. Storage is strongly consistent and never loses what
   * was confirmed, so unlike a memory on Redis this one needs no fence: a step that is not there was not accepted within
   * the time that its acceptance is kept.
   */
  acceptStep(
    authenticatorId: string,
    { first, last }: StepRange,
    floor: number,
    memorySeconds: number,
  ): boolean {
    const key = `step:${authenticatorId}`;
    const used = this.ctx.storage.kv.get<UsedStep>(key)?.last ?? floor;
    if (first <= Math.max(used, floor)) return false;
    const step: UsedStep = { last, until: Date.now() + Math.ceil(memorySeconds * 1000) };
    this.#keep(key, step);
    return true;
  }

  /** Reads once, since only a read shows whether the class has the storage that is needed. */
  describe(): string {
    this.ctx.storage.kv.get("none");
    return selfDescription;
  }

  /** Milliseconds since the Unix epoch, by which the windows go. */
  readClock(): number {
    return Date.now();
  }

  /** When all is over nothing stays behind: an object without storage costs nothing. */
  override async alarm(): Promise<void> {
    const ends = [...this.ctx.storage.kv.list<Kept>()].map(([, { until }]) => until);
    const last = Math.max(0, ...ends);
    if (last > Date.now()) await this.ctx.storage.setAlarm(last);
    else await this.ctx.storage.deleteAll();
  }

  #openWindow(name: string, now: number): BudgetWindow | null {
    const window = this.ctx.storage.kv.get<BudgetWindow>(budgetKey(name));
    return window !== undefined && window.until > now ? window : null;
  }

  /** In one turn, so that both are written or none. The alarm itself finds out what lasts longer. */
  #keep(key: string, entry: Kept): void {
    this.ctx.storage.kv.put(key, entry);
    void this.ctx.storage.setAlarm(entry.until);
  }
}

const budgetKey = (name: string): string => `budget:${name}`;

const stateOf = ({ consumed, until }: BudgetWindow, points: number, now: number): LimiterState => ({
  consumedPoints: consumed,
  remainingPoints: Math.max(0, points - consumed),
  msBeforeNext: until - now,
});
