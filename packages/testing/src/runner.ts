/** The test runner is yours: `{ describe, it }` of vitest, node:test, mocha or bun fit as they are. */
export interface Runner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
}

/** @throws Error with the promise that was broken */
export function must(kept: boolean, promise: string): asserts kept {
  if (!kept) throw new Error(promise);
}

/** Runs `call` that often at the same time and gives back all answers. A rejection is not an answer: it fails. */
export function inParallel<T>(times: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => call(index)));
}

/** How many answers are the literal `true`. */
export function countTrue(answers: readonly unknown[]): number {
  return answers.filter((answer) => answer === true).length;
}
