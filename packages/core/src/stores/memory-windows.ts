import { shardOf, shards } from "./memory-shards.js";

/**
 * Keys with one number each, in the order in which they were added, so that the oldest can be found and dropped
 * without a timer and without a walk over all of them. Each operation costs the same at a million keys as at ten.
 */
export interface MemoryWindows {
  readonly size: number;
  get(key: string): number | undefined;
  /** Keeps the place of a key that is there; a new one goes to the end. */
  set(key: string, value: number): void;
  delete(key: string): boolean;
  /** Drops some of the oldest that are over; called with every new key, it drops them faster than they can come. */
  sweep(isOver: (value: number) => boolean): void;
  /** Drops the oldest of all, the one with the smallest number. False where there is none, or it may not go. */
  evictOldest(mayGo?: (value: number) => boolean): boolean;
}

const sweptAtATime = 4;

export function createMemoryWindows(): MemoryWindows {
  const queues = shards(createQueue);
  let size = 0;
  let turn = 0;

  const remove = (queue: Queue, key: string): boolean => {
    const removed = queue.delete(key);
    if (removed) size -= 1;
    return removed;
  };

  return {
    get size() {
      return size;
    },
    get: (key) => shardOf(queues, key).get(key),
    set(key, value) {
      if (shardOf(queues, key).set(key, value)) size += 1;
    },
    delete: (key) => remove(shardOf(queues, key), key),
    sweep(isOver) {
      turn = (turn + 1) % queues.length;
      const queue = queues[turn] as Queue;
      for (let swept = 0; swept < sweptAtATime; swept += 1) {
        const oldest = queue.oldest();
        if (oldest === undefined || !isOver(oldest.value)) return;
        remove(queue, oldest.key);
      }
    },
    evictOldest(mayGo = () => true) {
      let candidate: { key: string; value: number; queue: Queue } | undefined;
      for (const queue of queues) {
        const oldest = queue.oldest();
        if (oldest === undefined) continue;
        if (candidate === undefined || oldest.value < candidate.value)
          candidate = { ...oldest, queue };
      }
      if (candidate === undefined || !mayGo(candidate.value)) return false;
      return remove(candidate.queue, candidate.key);
    },
  };
}

type Queue = ReturnType<typeof createQueue>;

/**
 * A Map and one iterator that stays in it. A new iterator would have to step over the gap that every deleted key leaves
 * behind, each time anew; this one has passed them.
 */
function createQueue() {
  const values = new Map<string, number>();
  let order = values.keys();
  let front: string | undefined;

  function advance(): void {
    let next = order.next();
    if (next.done) {
      // It had reached the end before; keys that came since need a new one.
      order = values.keys();
      next = order.next();
    }
    front = next.done ? undefined : next.value;
  }

  return {
    get: (key: string) => values.get(key),
    set(key: string, value: number): boolean {
      const before = values.size;
      values.set(key, value);
      return values.size > before;
    },
    delete(key: string): boolean {
      if (key === front) front = undefined;
      return values.delete(key);
    },
    oldest(): { key: string; value: number } | undefined {
      if (front === undefined && values.size > 0) advance();
      return front === undefined ? undefined : { key: front, value: values.get(front) as number };
    },
  };
}
