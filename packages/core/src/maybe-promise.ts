/** Synchronous where the platform is (node:crypto, a session in memory), a promise where it is not. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Tells the two apart, so that a synchronous platform is not made to wait. By its `then`: a test runner's realm has a
 * Promise of its own, and WebCrypto answers with the outer one.
 */
export function isPromise<T>(value: MaybePromise<T> | unknown): value is Promise<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

/** Goes on with the value: at once where it is there, so that what is synchronous on Node stays so. */
export function after<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(value) ? value.then(next) : next(value);
}
