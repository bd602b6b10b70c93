import type { SecurityEvent } from "../events/event.js";
import { addressBucket } from "../verification/client-address.js";
import type { Alarm } from "./alarm.js";
import type { FleetCount } from "./fleet-count.js";
import type { CountingRule } from "./rules.js";
import { createTallyBook, note, type Tally } from "./tally.js";

/** Ends when the alarm was handed on; never rejects. */
export type Raise = (now: number, alarm: () => Alarm) => Promise<void>;
/** Ends when all that it made of the event is done; null where that is now. */
export type Counter = (event: SecurityEvent, now: number) => Promise<void> | null;

/** Whom an alarm is about. */
type Group = Pick<Alarm, "namespace" | "subjectId" | "clientAddress">;

const everybody: Group = { namespace: null, subjectId: null, clientAddress: null };

/**
 * One rule at work: raises once per group and window, when its threshold is reached; in the whole fleet where there is a
 * count of it. Rules that hold events against each other count in this process alone.
 */
export function createCounter(
  rule: CountingRule,
  raise: Raise,
  fleet: FleetCount | null = null,
): Counter {
  const ofFleet = rule.share === undefined && rule.after === undefined ? fleet : null;
  const windowMs = rule.windowSeconds * 1000;
  const counted = createTallyBook(windowMs);
  const before = createTallyBook(windowMs);
  const raised = new WeakSet<Tally>();

  function raiseOnce(group: Group, tally: Tally, now: number): Promise<void> | null {
    if (raised.has(tally) || !isReached(rule, tally)) return null;
    raised.add(tally);
    return raise(now, () => alarmOf(rule, group, tally));
  }

  return function count(event, now) {
    const group = groupOf(rule, event);
    if (group === null) return null;
    const key = JSON.stringify(Object.values(group));
    if (rule.after?.(event)) before.renew(key, now);
    const isCounted = rule.counts(event);
    if (!isCounted && !(rule.share !== undefined && isAcceptance(event))) return null;
    if (rule.after !== undefined && before.find(key, now) === undefined) return null;

    const tally = counted.open(key, now);
    tally.tries += 1;
    if (!isCounted) return null;
    add(rule, tally, event);
    note(tally, event.correlationId, now);
    if (ofFleet === null) return raiseOnce(group, tally, now);
    return ofFleet.reaches(rule, key, accountOf(event)).then(
      async (isReachedNow) => {
        if (!isReachedNow) return;
        // The others were counted elsewhere.
        tally.count = Math.max(tally.count, rule.threshold);
        await raise(now, () => alarmOf(rule, group, tally));
      },
      // What this process saw has to do while the store is away.
      async () => {
        await raiseOnce(group, tally, now);
      },
    );
  };
}

const accountOf = ({ namespace, subjectId }: SecurityEvent): string =>
  JSON.stringify([namespace, subjectId]);

const isAcceptance = ({ type }: SecurityEvent): boolean => type === "verification.accepted";

function groupOf({ by }: CountingRule, event: SecurityEvent): Group | null {
  if (by === "all") return everybody;
  const { namespace, subjectId } = event;
  if (by === "subject")
    return subjectId === null ? null : { namespace, subjectId, clientAddress: null };
  const clientAddress = addressBucket(event.clientAddress ?? undefined);
  return clientAddress === null ? null : { ...everybody, clientAddress };
}

/** Accounts are told apart only up to what the rule asks for, which bounds what is kept. */
function add(rule: CountingRule, tally: Tally, event: SecurityEvent): void {
  const most = rule.distinctSubjects ? rule.threshold : (rule.share?.subjects ?? 0);
  if (event.subjectId !== null && tally.subjects.size < most) tally.subjects.add(accountOf(event));
  tally.count = rule.distinctSubjects ? tally.subjects.size : tally.count + 1;
}

function isReached({ threshold, share }: CountingRule, { count, tries, subjects }: Tally): boolean {
  if (share === undefined) return count >= threshold;
  return tries >= threshold && count >= share.least * tries && subjects.size >= share.subjects;
}

function alarmOf(rule: CountingRule, group: Group, tally: Tally): Alarm {
  return {
    rule: rule.name,
    severity: rule.severity,
    reason: rule.reason(tally.count, inWords(rule.windowSeconds)),
    ...group,
    count: tally.count,
    since: new Date(tally.since).toISOString(),
    at: new Date(tally.at).toISOString(),
    events: [...tally.events],
  };
}

function inWords(seconds: number): string {
  if (seconds % 86_400 === 0) return plural(seconds / 86_400, "day");
  if (seconds % 3600 === 0) return plural(seconds / 3600, "hour");
  if (seconds % 60 === 0) return plural(seconds / 60, "minute");
  return plural(seconds, "second");
}

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
