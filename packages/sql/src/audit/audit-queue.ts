import { letGo } from "./let-go.js";

/** Events on their way into the database, and those that found no room. */
export interface AuditQueue {
  add(event: string): void;
  /** Resolves when nothing waits any more; rejects with what the database failed with, and all stays queued. */
  flush(): Promise<void>;
  readonly dropped: number;
}

export interface AuditQueueOptions {
  append(events: readonly [string, ...string[]]): Promise<void>;
  /** The event that tells of so many that were lost. */
  gap(lost: number): string;
  failed(error: unknown): void;
  readonly mostQueued: number;
  /** How long an event waits for others to go with it. */
  readonly delayMs: number;
}

const mostInBatch = 200;
const firstRetryMs = 200;
const lastRetryMs = 5000;

export function createAuditQueue(options: AuditQueueOptions): AuditQueue {
  const { append, gap, failed, mostQueued, delayMs } = options;
  const waiting: string[] = [];
  /** Taken out and not known to stand: whole until it does, since only the same rows may be tried again. */
  let batch: string[] = [];
  let running: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  let dropped = 0;
  let untold = 0;

  const room = () => mostQueued - waiting.length - batch.length;

  function tellOfGap(): void {
    if (untold === 0 || room() < 1) return;
    waiting.push(gap(untold));
    untold = 0;
  }

  async function drain(): Promise<void> {
    for (;;) {
      if (batch.length === 0) batch = waiting.splice(0, mostInBatch);
      if (batch.length === 0) return;
      await append(batch as [string, ...string[]]);
      batch = [];
      retryMs = firstRetryMs;
      tellOfGap();
    }
  }

  function run(): Promise<void> {
    running ??= drain()
      .catch((error: unknown) => {
        // A process that has nothing else to do does not wait for a database that is away.
        letGo(schedule(retryMs));
        retryMs = Math.min(retryMs * 2, lastRetryMs);
        failed(error);
        throw error;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  function schedule(milliseconds: number) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      run().catch(() => undefined);
    }, milliseconds);
    return timer;
  }

  return {
    add(event) {
      tellOfGap();
      if (room() < 1) {
        dropped += 1;
        untold += 1;
        return;
      }
      waiting.push(event);
      if (timer === undefined) schedule(delayMs);
    },
    flush: run,
    get dropped() {
      return dropped;
    },
  };
}
