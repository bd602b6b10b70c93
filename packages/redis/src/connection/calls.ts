import { RedisFault, toRedisFault } from "./redis-fault.js";

/** At the same time. Above it a call fails at once: a server that has fallen behind would only fall further. */
const mostInFlight = 4096;

export interface Call {
  /** Answered or refused: nothing may be sent for it any more. */
  readonly over: boolean;
  refuse(fault: RedisFault): void;
  /** Told once, when it is over. */
  whenOver(task: () => void): void;
}

export interface CallEnds {
  /** The deadline has passed without an answer. */
  late?(fault: RedisFault): void;
  failed?(fault: RedisFault): void;
}

export type StartCall = (
  work: (call: Call) => Promise<unknown>,
  ends?: CallEnds,
) => Promise<unknown>;

/** Calls with a deadline each, and no more at a time than a process can bear. Rejects with a RedisFault. */
export function createCalls(server: string, deadlineMilliseconds: number): StartCall {
  let inFlight = 0;

  return function start(work, ends = {}) {
    if (inFlight >= mostInFlight) {
      return Promise.reject(new RedisFault(server, `${mostInFlight} calls wait for an answer`));
    }
    inFlight += 1;
    return new Promise((resolve, reject) => {
      let over = false;
      const tasks: (() => void)[] = [];

      function finish(settle: () => void): void {
        if (over) return;
        over = true;
        inFlight -= 1;
        clearTimeout(timer);
        for (const task of tasks) task();
        settle();
      }
      const call: Call = {
        get over() {
          return over;
        },
        refuse: (fault) => finish(() => reject(fault)),
        whenOver: (task) => tasks.push(task),
      };
      // Holds the process: whoever waits gets an answer, though the connection itself holds nobody.
      const timer = setTimeout(() => {
        const fault = new RedisFault(server, `no answer within ${deadlineMilliseconds} ms`);
        call.refuse(fault);
        ends.late?.(fault);
      }, deadlineMilliseconds);

      work(call).then(
        (answer) => finish(() => resolve(answer)),
        (cause: unknown) => {
          const fault = toRedisFault(server, cause);
          call.refuse(fault);
          ends.failed?.(fault);
        },
      );
    });
  };
}
