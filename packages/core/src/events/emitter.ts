import type { Clock } from "../clock.js";
import type { EventBody, EventSink, SecurityEvent } from "./event.js";
import type { Notice, Notifier } from "./notice.js";

/** Who and where a request's events are about. */
export interface EventScope {
  readonly correlationId: string;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
}

export interface Emitter {
  emit(scope: EventScope, body: EventBody): void;
  notify(
    scope: EventScope,
    kind: Notice["kind"],
    about?: Pick<Notice, "authenticatorName" | "recoveryCodesRemaining">,
  ): void;
  /** Events that the sink refused, or that were never handed over because it hangs. */
  readonly dropped: number;
}

/** Past this many unanswered calls the sink is taken for hung, and events are counted instead of kept. */
const mostInFlight = 1000;
const answerWithinMs = 5000;

/** ISO times out of a broken clock would throw; an event about the outage must still get out. */
function timestamp(clock: Clock): string {
  const now = clock.now();
  return new Date(Number.isFinite(now) && Math.abs(now) < 8.64e15 ? now : 0).toISOString();
}

/**
 * Hands events to the sink and notices to the notifier without ever being awaited: neither can delay a reply, change
 * an outcome or fail a request.
 */
export function createEmitter(
  sink: EventSink | undefined,
  notifier: Notifier | undefined,
  namespace: string,
  clock: Clock,
): Emitter {
  let inFlight = 0;
  let dropped = 0;

  function deliver(call: () => unknown, failed: () => void): void {
    if (inFlight >= mostInFlight) {
      failed();
      return;
    }
    try {
      const answer = call();
      if (!(answer instanceof Promise)) return;
      inFlight += 1;
      let open = true;
      const settle = (ok: boolean) => {
        if (!open) return;
        open = false;
        inFlight -= 1;
        clearTimeout(timer);
        if (!ok) failed();
      };
      const timer = setTimeout(settle, answerWithinMs, false);
      answer.then(
        () => settle(true),
        () => settle(false),
      );
    } catch {
      failed();
    }
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
        () => notifier.notify(notice),
        () => emit(scope, { type: "notifier.failed", outcome: "failure", notice: kind }),
      );
    },
    get dropped() {
      return dropped;
    },
  };
}
