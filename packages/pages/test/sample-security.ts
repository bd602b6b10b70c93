import type { AlarmsState } from "@second-factor/core/alarms";

const at = "2026-11-22T14:30:00.000Z";

export const securityState: AlarmsState = {
  alarms: [
    {
      rule: "relay",
      severity: "critical",
      reason: "A correct code came again from another session.",
      namespace: "default",
      subjectId: "alice",
      clientAddress: null,
      count: 1,
      since: at,
      at,
      events: ["c1"],
    },
    {
      rule: "spraying_from_address",
      severity: "warning",
      reason: "Wrong codes for 10 accounts from one address within 15 minutes.",
      namespace: null,
      subjectId: null,
      clientAddress: "198.51.100.7",
      count: 10,
      since: at,
      at,
      events: ["c2", "c3"],
    },
  ],
  events: [
    {
      type: "verification.invalid",
      outcome: "failure",
      factor: "totp",
      lane: "single",
      at,
      namespace: "default",
      correlationId: "c3",
      subjectId: "bob",
      clientAddress: "198.51.100.7",
      userAgent: null,
    },
  ],
  clock: {
    offsets: [
      { offset: -2, votes: 60 },
      { offset: -1, votes: 120 },
      { offset: 0, votes: 20 },
    ],
    votes: 200,
    aheadSeconds: 22.7,
  },
  suppressed: 3,
  undelivered: 1,
};
