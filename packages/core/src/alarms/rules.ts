import type { SecurityEvent } from "../events/event.js";
import type { AlarmRuleName, AlarmSeverity } from "./alarm.js";

/** The rules that count events. `clock_drift` is not among them: it judges a distribution. */
export interface CountingRule {
  readonly name: AlarmRuleName;
  readonly severity: AlarmSeverity;
  /** One count per account, per client address, or for all. */
  readonly by: "subject" | "address" | "all";
  /** Counts accounts instead of events. */
  readonly distinctSubjects?: true;
  readonly counts: (event: SecurityEvent) => boolean;
  /** Counted only after one of these for the same account, within the window. */
  readonly after?: (event: SecurityEvent) => boolean;
  /** Only where what is counted is at least this share of all tries, and comes from so many accounts. */
  readonly share?: { readonly least: number; readonly subjects: number };
  readonly threshold: number;
  readonly windowSeconds: number;
  /** A sentence: how often, within how long, and what it may mean. */
  readonly reason: (count: number, within: string) => string;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A person's own double click is no guess. */
const isWrong = (event: SecurityEvent): boolean =>
  event.type === "verification.invalid" || isRelay(event);

const isRelay = (event: SecurityEvent): boolean =>
  event.type === "verification.replayed" && event.possibleRelay;

/** By the names that events of recoveries have and will have. */
const isRecovery = ({ type, outcome }: SecurityEvent): boolean =>
  outcome === "success" &&
  (type === "recovery_codes.redeemed" || /^recovery\.(requested|approved|completed)$/.test(type));

const isChange = ({ type }: { readonly type: string }): boolean =>
  type === "subject.credentials_changed" || type === "subject.contact_changed";

const isUnopened = (event: SecurityEvent): boolean =>
  event.type === "reseal.unopened" ||
  (event.type === "unavailable" && event.operation.startsWith("open "));

export const countingRules: readonly CountingRule[] = [
  {
    name: "guessing",
    severity: "warning",
    by: "subject",
    counts: isWrong,
    threshold: 10,
    windowSeconds: hour,
    reason: (count, within) =>
      `${count} wrong codes for one account within ${within}. Whoever sends them knows its password.`,
  },
  {
    name: "spraying_from_address",
    severity: "warning",
    by: "address",
    distinctSubjects: true,
    counts: isWrong,
    threshold: 10,
    windowSeconds: 15 * minute,
    reason: (count, within) =>
      `Wrong codes for ${count} accounts from one address within ${within}: a list of stolen passwords, or a large office.`,
  },
  {
    name: "spraying",
    severity: "critical",
    by: "all",
    distinctSubjects: true,
    counts: ({ type }) => type === "verification.escalated",
    threshold: 20,
    windowSeconds: hour,
    reason: (count, within) =>
      `${count} accounts ran out of tries within ${within}: somebody goes through many accounts with their passwords.`,
  },
  {
    name: "wrong_codes",
    severity: "critical",
    by: "all",
    counts: isWrong,
    share: { least: 0.5, subjects: 20 },
    threshold: 50,
    windowSeconds: hour,
    reason: (count, within) =>
      `${count} of the codes within ${within} were wrong, half of all or more: many passwords are known to somebody, or the server's clock is wrong.`,
  },
  {
    name: "relay",
    severity: "critical",
    by: "subject",
    counts: isRelay,
    threshold: 1,
    windowSeconds: day,
    reason: (count, within) =>
      `A correct code came again from a session that had not used it, ${count} times within ${within}: a page that imitates yours may pass codes on.`,
  },
  {
    name: "recovery_after_change",
    severity: "warning",
    by: "subject",
    counts: isRecovery,
    after: isChange,
    threshold: 1,
    windowSeconds: 7 * day,
    reason: (_, within) =>
      `A recovery within ${within} of a change of the account's password or address: it may not be its owner's.`,
  },
  {
    name: "operator_resets",
    severity: "warning",
    by: "all",
    counts: ({ type }) => type === "subject.reset",
    threshold: 5,
    windowSeconds: hour,
    reason: (count, within) => `${count} second factors were reset by operators within ${within}.`,
  },
  {
    name: "decrypt_failures",
    severity: "critical",
    by: "all",
    counts: isUnopened,
    threshold: 10,
    windowSeconds: 15 * minute,
    reason: (count, within) =>
      `${count} secrets did not open within ${within}: a key is missing or out of reach, or rows were moved or changed.`,
  },
  {
    name: "guard_bypassed",
    severity: "critical",
    by: "all",
    counts: ({ type }) => type === "guard_bypassed",
    threshold: 1,
    windowSeconds: day,
    reason: (count, within) =>
      `The guard was passed before anybody had signed in, ${count} times within ${within}: it is mounted above the login.`,
  },
  {
    name: "clock_regression",
    severity: "critical",
    by: "all",
    counts: ({ type }) => type === "clock.regression",
    threshold: 1,
    windowSeconds: hour,
    reason: (count, within) =>
      `The server's clock is behind codes it has accepted, ${count} times within ${within}: it was ahead, or it was set back.`,
  },
];
