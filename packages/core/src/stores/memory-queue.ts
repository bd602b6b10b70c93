/** A Map that knows its oldest key at any time. */
export interface MemoryQueue {
  get(key: string): number | undefined;
  /** True where the key is new. */
  set(key: string, value: number): boolean;
  delete(key: string): boolean;
  /** The number of the oldest key. */
  oldest(): number | undefined;
  dropOldest(): boolean;
}

/**
 * One iterator stays in the Map and is the mark of how far its front has moved. A new one would have to step over the
 * gap that every deleted key leaves behind, each time anew.
 */
export function createMemoryQueue(): MemoryQueue {
  const values = new Map<string, number>();
  let order = values.keys();
  let front: string | undefined;
  let frontValue: number | undefined;
  let renewAbove = 1;

  function renew(): void {
    order = values.keys();
    front = undefined;
  }

  function oldest(): number | undefined {
    if (front !== undefined) return frontValue;
    if (values.size === 0) return undefined;
    let next = order.next();
    if (next.done) {
      // It had reached the end before; for what came since it takes another one.
      renew();
      next = order.next();
    }
    front = next.value as string;
    frontValue = values.get(front);
    return frontValue;
  }

  function remove(key: string): boolean {
    if (key === front) front = undefined;
    return values.delete(key);
  }

  return {
    get: (key) => values.get(key),
    set(key, value) {
      const before = values.size;
      values.set(key, value);
      if (key === front) frontValue = value;
      if (values.size > renewAbove) {
        // The Map has just grown; an iterator from before would keep its old tables alive, half as large again.
        renewAbove *= 2;
        renew();
      }
      return values.size > before;
    },
    delete: remove,
    oldest,
    dropOldest: () => oldest() !== undefined && remove(front as string),
  };
}
