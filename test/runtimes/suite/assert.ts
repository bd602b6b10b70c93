import { dequal } from "dequal";

/** As much of node:assert/strict as the attacks use, for runtimes that have none. It stands in for it in the bundle. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

type Message = string | Error | undefined;

function check(kept: boolean, message: Message, told: () => string): asserts kept {
  if (kept) return;
  if (message instanceof Error) throw message;
  throw new AssertionError(message === undefined ? told() : `${message}: ${told()}`);
}

const show = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

const assert = {
  AssertionError,
  ok(value: unknown, message?: Message): asserts value {
    check(Boolean(value), message, () => `${show(value)} is not truthy`);
  },
  equal(actual: unknown, expected: unknown, message?: Message): void {
    check(Object.is(actual, expected), message, () => `${show(actual)} is not ${show(expected)}`);
  },
  notEqual(actual: unknown, expected: unknown, message?: Message): void {
    check(!Object.is(actual, expected), message, () => `${show(actual)} is what it must not be`);
  },
  deepEqual(actual: unknown, expected: unknown, message?: Message): void {
    check(dequal(actual, expected), message, () => `${show(actual)} is not ${show(expected)}`);
  },
  match(text: string, pattern: RegExp, message?: Message): void {
    check(pattern.test(text), message, () => `${text} does not match ${pattern}`);
  },
  doesNotMatch(text: string, pattern: RegExp, message?: Message): void {
    check(!pattern.test(text), message, () => `${text} matches ${pattern}`);
  },
  async rejects(promise: Promise<unknown> | (() => Promise<unknown>), expected?: unknown) {
    const call = typeof promise === "function" ? promise : () => promise;
    const error: unknown = await call().then(
      () => undefined,
      (reason: unknown) => reason ?? "nothing",
    );
    check(error !== undefined, undefined, () => "nothing was rejected");
    check(fits(error, expected), undefined, () => `rejected with ${String(error)}`);
  },
};

/** A pattern for the message, a class, or properties. */
function fits(error: unknown, expected: unknown): boolean {
  if (expected === undefined) return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === "function") return error instanceof expected;
  return Object.entries(expected as object).every(([name, value]) =>
    dequal(Reflect.get(error as object, name), value),
  );
}

// biome-ignore lint/style/noDefaultExport: it stands in for a module that has one.
export default assert;
