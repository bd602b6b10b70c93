import type { MaybePromise } from "../maybe-promise.js";

/** Goes on with the value: at once where it is there, so that what is synchronous on Node stays so. */
export function after<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(value) ? value.then(next) : next(value);
}

/** By its `then`: a test runner's realm has a Promise of its own, and WebCrypto answers with the outer one. */
function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return typeof (value as { then?: unknown } | null)?.then === "function";
}
