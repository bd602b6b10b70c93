import { querySntp, type SntpOutcome, type SntpServer } from "./query-sntp.js";

export interface WatchClockOptions {
  readonly server: SntpServer;
  /** Asked once at the start, and then each so many seconds where this is given: 64 at least. */
  readonly everySeconds?: number;
  /** What came of each query, faults included. What it throws changes nothing. */
  readonly onOffset: (outcome: SntpOutcome) => void;
  /** The clock that is looked at, in milliseconds since the Unix epoch. The system's by default. */
  readonly now?: () => number;
}

export interface ClockWatch {
  /** Ends with the first answer, or with its fault. Never rejects. */
  readonly first: Promise<SntpOutcome>;
  stop(): void;
}

/** What public servers ask for (RFC 4330 section 10 wants 15 seconds at the very least). */
const leastSeconds = 64;

/**
 * Compares the clock with a time server, at the start and at intervals. Nothing goes out unless this is called, and
 * nothing more after a kiss of death. Keeps no process alive.
 *
 * @throws RangeError where the interval is too short
 */
export function watchClock({
  server,
  everySeconds,
  onOffset,
  now = Date.now,
}: WatchClockOptions): ClockWatch {
  if (everySeconds !== undefined && !(everySeconds >= leastSeconds && everySeconds <= 2_000_000))
    throw new RangeError(
      `watchClock: everySeconds is ${everySeconds}; ${leastSeconds} is the least.`,
    );
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<SntpOutcome> {
    const outcome = await querySntp(server, now, stopped.signal);
    if (stopped.signal.aborted) return outcome;
    try {
      onOffset(outcome);
    } catch {
      // Its own affair: the next query is asked all the same.
    }
    const isUnwanted = "fault" in outcome && outcome.fault === "kiss_of_death";
    if (everySeconds !== undefined && !isUnwanted && !stopped.signal.aborted) {
      timer = setTimeout(ask, everySeconds * 1000);
      timer.unref();
    }
    return outcome;
  }

  const first = ask();
  return {
    first,
    stop() {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}
