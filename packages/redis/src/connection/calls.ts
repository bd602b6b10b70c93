import { RedisFault, toRedisFault } from "./redis-fault.js";

/** At the same time. Above it a call fails at once: a server that has fallen behind would only fall further. */
const mostInFlight = 4096;

/** One question to Redis. It is over once: with its answer, a refusal, or its time. */
export class Call<Place = unknown> {
  /** Nothing may be sent for it any more. */
  over = false;
  /** Where it was sent and waits for its answer. */
  place: Place | null = null;

  constructor(
    readonly resolve: (answer: unknown) => void,
    readonly reject: (fault: RedisFault) => void,
    /** Told once, when it is over. */
    readonly whenOver: (call: Call<Place>) => void,
  ) {}

  answer(answer: unknown): void {
    if (this.#end()) this.resolve(answer);
  }

  refuse(fault: RedisFault): void {
    if (this.#end()) this.reject(fault);
  }

  #end(): boolean {
    if (this.over) return false;
    this.over = true;
    this.whenOver(this);
    return true;
  }
}

export interface CallEnds<Place> {
  whenOver?(call: Call<Place>): void;
  /** The deadline has passed without an answer. */
  late?(call: Call<Place>, fault: RedisFault): void;
  failed?(call: Call<Place>, fault: RedisFault): void;
}

export type StartCall<Place> = (work: (call: Call<Place>) => Promise<unknown>) => Promise<unknown>;

/** Calls with a deadline each, and no more at a time than a process can bear. Rejects with a RedisFault. */
export function createCalls<Place>(
  server: string,
  deadlineMilliseconds: number,
  ends: CallEnds<Place> = {},
): StartCall<Place> {
  let inFlight = 0;
  let fullSince: number | null = null;

  /** Whoever is full for longer than any call may last counts dead ones: a Worker ends a request with its timers. */
  function isFull(): boolean {
    if (inFlight < mostInFlight) fullSince = null;
    else fullSince ??= Date.now();
    if (fullSince === null) return false;
    if (Date.now() - fullSince < 2 * deadlineMilliseconds) return true;
    inFlight = 0;
    return false;
  }

  function expire(call: Call<Place>): void {
    const fault = new RedisFault(server, `no answer within ${deadlineMilliseconds} ms`);
    call.refuse(fault);
    ends.late?.(call, fault);
  }

  function fail(call: Call<Place>, cause: unknown): void {
    const fault = toRedisFault(server, cause);
    call.refuse(fault);
    ends.failed?.(call, fault);
  }

  return function start(work) {
    if (isFull()) {
      return Promise.reject(new RedisFault(server, `${mostInFlight} calls wait for an answer`));
    }
    inFlight += 1;
    return new Promise((resolve, reject) => {
      const call = new Call<Place>(resolve, reject, (ended) => {
        inFlight -= 1;
        clearTimeout(timer);
        ends.whenOver?.(ended);
      });
      // Holds the process: whoever waits gets an answer, though the connection itself holds nobody.
      const timer = setTimeout(expire, deadlineMilliseconds, call);
      try {
        work(call).then(
          (answer) => call.answer(answer),
          (cause: unknown) => fail(call, cause),
        );
      } catch (cause) {
        fail(call, cause);
      }
    });
  };
}
