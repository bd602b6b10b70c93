import type { Alarm, AlarmRuleOptions } from "./alarm.js";
import type { Raise } from "./count-events.js";

const defaults = { threshold: 12, windowSeconds: 86_400 };

/** Judges how far the clock seems to be off: raised once per window, and again where it goes on. */
export function createDriftRule(
  options: Exclude<AlarmRuleOptions, false> | undefined,
  raise: Raise,
) {
  const { threshold, windowSeconds } = { ...defaults, ...options };
  let raised: Drift | null = null;

  return {
    /** @param aheadSeconds negative where the clock is behind, null where it is not known */
    judge(
      aheadSeconds: number | null,
      now: number,
      says = "The offsets of codes say",
    ): Promise<void> | null {
      if (aheadSeconds === null || Math.abs(aheadSeconds) < threshold) return null;
      if (raised !== null && Math.abs(now - raised.since) < windowSeconds * 1000) {
        // The first votes after a jump stand beside older ones: the estimate grows.
        Object.assign(raised, { aheadSeconds, at: Math.max(raised.at, now), says });
        return null;
      }
      const drift: Drift = { since: now, at: now, aheadSeconds, says };
      raised = drift;
      return raise(now, () => alarmOf(drift));
    },
  };
}

interface Drift {
  readonly since: number;
  readonly at: number;
  readonly aheadSeconds: number;
  readonly says: string;
}

function alarmOf({ since, at, aheadSeconds, says }: Drift): Alarm {
  const seconds = Math.round(Math.abs(aheadSeconds));
  const way = aheadSeconds > 0 ? "ahead" : "behind";
  return {
    rule: "clock_drift",
    severity: "critical",
    reason: `${says} that the server's clock is about ${seconds} seconds ${way}: right codes are being refused, or soon will be.`,
    namespace: null,
    subjectId: null,
    clientAddress: null,
    count: seconds,
    since: new Date(since).toISOString(),
    at: new Date(at).toISOString(),
    events: [],
  };
}
