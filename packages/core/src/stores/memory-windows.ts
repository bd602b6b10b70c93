import { createMemoryQueue, type MemoryQueue } from "./memory-queue.js";
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
  const queues = shards(createMemoryQueue);
  let size = 0;
  let turn = 0;

  function dropOldest(queue: MemoryQueue): void {
    if (queue.dropOldest()) size -= 1;
  }

  return {
    get size() {
      return size;
    },
    get: (key) => shardOf(queues, key).get(key),
    set(key, value) {
      if (shardOf(queues, key).set(key, value)) size += 1;
    },
    delete(key) {
      const deleted = shardOf(queues, key).delete(key);
      if (deleted) size -= 1;
      return deleted;
    },
    sweep(isOver) {
      turn = (turn + 1) % queues.length;
      const queue = queues[turn] as MemoryQueue;
      for (let swept = 0; swept < sweptAtATime; swept += 1) {
        const oldest = queue.oldest();
        if (oldest === undefined || !isOver(oldest)) return;
        dropOldest(queue);
      }
    },
    evictOldest(mayGo = () => true) {
      let smallest = Number.POSITIVE_INFINITY;
      let candidate: MemoryQueue | undefined;
      for (const queue of queues) {
        const oldest = queue.oldest();
        if (oldest === undefined || oldest >= smallest) continue;
        smallest = oldest;
        candidate = queue;
      }
      if (candidate === undefined || !mayGo(smallest)) return false;
      dropOldest(candidate);
      return true;
    },
  };
}
