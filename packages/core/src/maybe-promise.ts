/** Synchronous where the platform is (node:crypto, a session in memory), a promise where it is not. */
export type MaybePromise<T> = T | Promise<T>;
