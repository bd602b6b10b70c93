import { isPromise, type MaybePromise } from "../maybe-promise.js";

/** Goes on with the value: at once where it is there, so that what is synchronous on Node stays so. */
export function after<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return isPromise(value) ? value.then(next) : next(value);
}
