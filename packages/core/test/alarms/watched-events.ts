import type { Alarm } from "../../src/alarms/alarm.js";
import { type AlarmsOptions, createAlarms } from "../../src/alarms/create-alarms.js";
import type { EventBody, SecurityEvent } from "../../src/events/event.js";

const start = Date.UTC(2026, 0, 1);

/** Alarms fed with events by hand; the clock is the events'. */
export function watched(options: Partial<AlarmsOptions> = {}) {
  const raised: Alarm[] = [];
  const alarms = createAlarms({ onAlarm: (alarm) => void raised.push(alarm), ...options });
  const passed: SecurityEvent[] = [];
  const sink = alarms.watch((event) => void passed.push(event));
  let now = start;
  let id = 0;
  return {
    raised,
    passed,
    alarms,
    rules: () => raised.map(({ rule }) => rule),
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
    send(body: EventBody, subjectId: string | null = "alice", clientAddress = "192.0.2.1") {
      id += 1;
      return sink({
        at: new Date(now).toISOString(),
        namespace: "default",
        correlationId: `c${id}`,
        subjectId,
        clientAddress,
        userAgent: null,
        ...body,
      });
    },
  };
}

export const invalid = {
  type: "verification.invalid",
  outcome: "failure",
  factor: "totp",
  lane: "single",
} as const;
export const accepted = {
  type: "verification.accepted",
  outcome: "success",
  factor: "totp",
  lane: "single",
  authenticatorId: "phone",
  offset: -1,
} as const;
export const replayed = (possibleRelay: boolean): EventBody => ({
  type: "verification.replayed",
  outcome: "failure",
  factor: "totp",
  lane: "single",
  authenticatorId: "phone",
  possibleRelay,
});
export const reset = { type: "subject.reset", outcome: "success" } as const;
export const unopened = {
  type: "unavailable",
  outcome: "failure",
  code: "key_missing",
  operation: "open totp phone",
} as const;

export const times = (count: number, act: (index: number) => void) => {
  for (let index = 0; index < count; index += 1) act(index);
};
