const shardCount = 64;

/**
 * A Map of a million keys is rehashed in one go when it grows, which stops the process for 50 to 100 ms. These are
 * rehashed one at a time, a millisecond or so each.
 */
export function shards<T>(create: () => T): readonly T[] {
  return Array.from({ length: shardCount }, create);
}

/** The shard of a key: FNV-1a, which also spreads keys that differ only at their end. Nothing but speed hangs on it. */
export function shardOf<T>(all: readonly T[], key: string): T {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return all[(hash ^ (hash >>> 16)) & (shardCount - 1)] as T;
}
