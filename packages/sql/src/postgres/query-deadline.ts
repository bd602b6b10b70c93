/** One stretch of time over several waits. */
export interface QueryDeadline {
  /** The answer, or a rejection at the deadline; what comes later is dropped. */
  wait<T>(answer: Promise<T>): Promise<T>;
  end(): void;
}

export function startDeadline(milliseconds: number): QueryDeadline {
  let giveUp: (error: Error) => void = () => {};
  const timer = setTimeout(() => {
    giveUp(new Error(`PostgreSQL: no answer within ${milliseconds} ms`));
  }, milliseconds);

  return {
    wait: (answer) =>
      new Promise((resolve, reject) => {
        giveUp = reject;
        answer.then(resolve, reject);
      }),
    end: () => clearTimeout(timer),
  };
}
