import type { Clock } from "../clock.js";
import { isPromise, type MaybePromise } from "../maybe-promise.js";
import type { AfterReply, WithWaitUntil } from "./after-reply.js";
import type { EventBody, EventSink, SecurityEvent } from "./event.js";
import type { Notice, NoticeAbout, Notifier } from "./notice.js";

/** Who and where a request's events are about. */
export interface EventScope extends WithWaitUntil {
  readonly correlationId: string;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
}

export interface Emitter {
  emit(scope: EventScope, body: EventBody): void;
  notify(scope: EventScope, kind: Notice["kind"], about?: NoticeAbout): void;
  /**
   * When few calls are unanswered, which is at once as a rule. Whoever sends to many waits for it before each, so that
   * their number is never taken for a sink that hangs.
   */
  room(): MaybePromise<void>;
  /** Events that the sink refused, or that were never handed over because it hangs. */
  readonly dropped: number;
}

/** Past this many unanswered calls the sink is taken for hung, and events are counted instead of kept. */
const mostInFlight = 1000;
/** A tenth of it: requests go on while somebody sends to many. */
const crowded = 100;
const answerWithinMs = 5000;

/** A call that has not been answered yet. */
interface Delivery {
  /** By the clock; in milliseconds. */
  readonly until: number;
  readonly failed: () => void;
}

/** ISO times out of a broken clock would throw; an event about the outage must still get out. */
function timestamp(clock: Clock): string {
  const now = clock.now();
  return new Date(Number.isFinite(now) && Math.abs(now) < 8.64e15 ? now : 0).toISOString();
}

/**
 * Hands events to the sink and notices to the notifier without ever being awaited: neither can delay a reply, change
 * an outcome or fail a request. What answers later is kept going by `afterReply`.
 */
export function createEmitter(
  sink: EventSink | undefined,
  notifier: Notifier | undefined,
  namespace: string,
  clock: Clock,
  afterReply: AfterReply,
): Emitter {
  const inFlight = new Set<Delivery>();
  const waiting: Array<() => void> = [];
  let dropped = 0;

  function deliver(scope: EventScope, call: () => unknown, failed: () => void): void {
    if (isHung()) {
      failed();
      return;
    }
    try {
      const answer = call();
      if (isPromise(answer)) afterReply(scope, untilAnswered(answer, failed));
    } catch {
      failed();
    }
  }

  function untilAnswered(answer: Promise<unknown>, failed: () => void): Promise<void> {
    const delivery: Delivery = { until: clock.now() + answerWithinMs, failed };
    inFlight.add(delivery);
    return new Promise((resolve) => {
      const settle = (ok: boolean) => {
        // Also where it was given up before: whoever keeps the work going must not wait for ever.
        resolve();
        const open = inFlight.delete(delivery);
        if (inFlight.size < crowded) waiting.shift()?.();
        if (!open) return;
        clearTimeout(timer);
        if (!ok) failed();
      };
      const timer = setTimeout(settle, answerWithinMs, false);
      // A service binding of a Worker answers with a promise of its own kind.
      Promise.resolve(answer).then(
        () => settle(true),
        () => settle(false),
      );
    });
  }

  function isHung(): boolean {
    if (inFlight.size < mostInFlight) return false;
    // Where a runtime ended the request, neither an answer nor the timer came.
    const now = clock.now();
    for (const delivery of inFlight) {
      if (delivery.until > now) break;
      inFlight.delete(delivery);
      delivery.failed();
    }
    return inFlight.size >= mostInFlight;
  }

  function emit(scope: EventScope, body: EventBody): void {
    if (sink === undefined) return;
    const { correlationId, subjectId, clientAddress, userAgent } = scope;
    const event: SecurityEvent = {
      at: timestamp(clock),
      namespace,
      correlationId,
      subjectId,
      clientAddress,
      userAgent,
      ...body,
    };
    deliver(
      scope,
      () => sink(event),
      () => {
        dropped += 1;
      },
    );
  }

  return {
    emit,
    notify(scope, kind, about = {}) {
      if (notifier === undefined || scope.subjectId === null) return;
      const notice: Notice = {
        kind,
        subjectId: scope.subjectId,
        subjectName: scope.subjectName,
        at: timestamp(clock),
        ...about,
      };
      deliver(
        scope,
        () => notifier.notify(notice),
        () => emit(scope, { type: "notifier.failed", outcome: "failure", notice: kind }),
      );
    },
    room() {
      if (inFlight.size < crowded) return;
      return new Promise((resolve) => waiting.push(resolve));
    },
    get dropped() {
      return dropped;
    },
  };
}
