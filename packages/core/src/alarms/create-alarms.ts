import type { EventSink, SecurityEvent } from "../events/event.js";
import type { Notifier } from "../events/notice.js";
import type { Limits } from "../stores/limits.js";
import type { Alarm, AlarmRuleName, AlarmRuleOptions } from "./alarm.js";
import { type ClockPicture, type ClockVotesOptions, createClockVotes } from "./clock-votes.js";
import { createCounter } from "./count-events.js";
import { createDriftRule } from "./drift-rule.js";
import { createFleetCount } from "./fleet-count.js";
import { countingRules } from "./rules.js";

export interface AlarmsOptions {
  /** Called once for each alarm, never awaited; what it throws changes nothing. */
  readonly onAlarm: (alarm: Alarm) => void | Promise<void>;
  /** Other thresholds and windows by rule; false turns a rule off. */
  readonly rules?: Partial<Record<AlarmRuleName, AlarmRuleOptions>>;
  /** A shared store, `redisLimits(redis)` for one: counts over all processes, one alarm for all of them. */
  readonly limits?: Limits;
  /** How the offsets of codes are judged. */
  readonly clock?: ClockVotesOptions;
  /** Where given, the owner of an account is told of a possible relay, at most once a day. */
  readonly notifier?: Notifier;
}

/** What a page for operators shows. */
export interface AlarmsState {
  /** The latest first, a hundred at most. */
  readonly alarms: readonly Alarm[];
  readonly events: readonly SecurityEvent[];
  readonly clock: ClockPicture;
  /** Alarms that were one too many of their rule within an hour, and went nowhere. */
  readonly suppressed: number;
  /** Alarms whose `onAlarm` threw or rejected. */
  readonly undelivered: number;
}

export interface Alarms {
  /** A sink that looks at every event and passes it on: `createSecondFactor({ events: alarms.watch(sink) })`. */
  watch(sink?: EventSink): EventSink;
  /** What a time server said: milliseconds by which the clock is ahead. A `watchClock` can hand it on. */
  clockMeasured(measure: { readonly ahead: number; readonly uncertainty: number }, at?: Date): void;
  state(): AlarmsState;
}

const kept = 100;
const alarmsAnHour = 50;
const hour = 3_600_000;

/**
 * Alarms over the events of one process, in bounded memory, on the events' own times, without a timer; over those of all
 * processes with `limits`. Each rule is raised once per account, address and window; its count goes on growing in
 * `state()`.
 *
 * @throws RangeError where a rule is unknown or a threshold or a window is no positive number
 */
export function createAlarms({
  onAlarm,
  rules = {},
  limits,
  clock,
  notifier,
}: AlarmsOptions): Alarms {
  checkRules(rules);
  const events: SecurityEvent[] = [];
  const alarms: Array<() => Alarm> = [];
  const raisedAt = new Map<AlarmRuleName, number[]>();
  /** The time of the latest event. */
  let latest = 0;
  let suppressed = 0;
  let undelivered = 0;

  async function raise(now: number, alarm: () => Alarm): Promise<void> {
    const first = alarm();
    const recent = (raisedAt.get(first.rule) ?? []).filter((at) => Math.abs(now - at) < hour);
    if (recent.length >= alarmsAnHour) {
      suppressed += 1;
      return;
    }
    raisedAt.set(first.rule, [...recent, now]);
    keep(alarms, alarm);
    const told =
      first.rule === "relay" && first.subjectId !== null && tell(first.subjectId, first.at);
    await Promise.all([attempt(() => onAlarm(first)), told]);
  }

  /** Of guessing the core tells them itself. */
  function tell(subjectId: string, at: string): Promise<void> {
    const notice = { kind: "possible_relay", subjectId, subjectName: null, at } as const;
    return attempt(() => notifier?.notify(notice));
  }

  async function attempt(call: () => void | Promise<void>): Promise<void> {
    try {
      await call();
    } catch {
      undelivered += 1;
    }
  }

  const fleet = limits === undefined ? null : createFleetCount(limits, { now: () => latest });
  const counters = countingRules.flatMap((rule) => {
    const chosen = rules[rule.name];
    return chosen === false ? [] : [createCounter({ ...rule, ...chosen }, raise, fleet)];
  });
  const votes = createClockVotes(clock);
  const drift = rules.clock_drift === false ? null : createDriftRule(rules.clock_drift, raise);

  /** What is not done yet: whoever keeps the sink's work going keeps this going too. */
  function look(event: SecurityEvent): Promise<void>[] {
    keep(events, event);
    const now = Date.parse(event.at);
    // A clock that cannot be read.
    if (!(now > 0)) return [];
    latest = now;
    const work = counters.map((count) => count(event, now));
    if (isVote(event)) {
      const name = JSON.stringify([event.namespace, event.authenticatorId]);
      const isNew = votes.vote(name, event.offset, now);
      if (isNew && drift !== null) work.push(drift.judge(votes.picture().aheadSeconds, now));
    }
    return work.filter((one) => one !== null);
  }

  /** Whatever is wrong here, the sink gets its event. */
  function lookInAnyCase(event: SecurityEvent): Promise<void>[] {
    try {
      return look(event);
    } catch {
      undelivered += 1;
      return [];
    }
  }

  return {
    watch: (sink) => (event) => {
      const work = lookInAnyCase(event);
      const answer = sink?.(event);
      return work.length === 0 ? answer : Promise.all([answer, ...work]).then(() => undefined);
    },
    clockMeasured({ ahead, uncertainty }, at = new Date()) {
      const least = Math.max(0, Math.abs(ahead) - uncertainty) * Math.sign(ahead);
      void drift?.judge(least / 1000, at.getTime(), "A time server says");
    },
    state: () => ({
      alarms: alarms.map((alarm) => alarm()).reverse(),
      events: [...events].reverse(),
      clock: votes.picture(),
      suppressed,
      undelivered,
    }),
  };
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > kept) list.shift();
}

/** Longer forms look further than a single code; only that one's offsets are comparable. */
function isVote(
  event: SecurityEvent,
): event is SecurityEvent & { readonly authenticatorId: string; readonly offset: number } {
  const isTry = event.type === "verification.accepted" || event.type === "verification.invalid";
  return isTry && event.lane === "single" && event.factor === "totp" && event.offset !== undefined;
}

function checkRules(rules: Partial<Record<string, AlarmRuleOptions>>): void {
  const known = new Set<string>([...countingRules.map(({ name }) => name), "clock_drift"]);
  for (const [name, rule] of Object.entries(rules)) {
    if (!known.has(name)) throw new RangeError(`alarms: there is no rule "${name}".`);
    for (const value of Object.values(rule || {})) {
      if (!(Number.isFinite(value) && value > 0))
        throw new RangeError(`alarms: ${name} has ${value}, which is no positive number.`);
    }
  }
}
