import { type TrustedBrowser, trustedBrowsers } from "../browsers/trusted-browsers.js";
import { readClock } from "../clock.js";
import { describeRecovery, type RecoveryDescription } from "../recovery/recovery-state.js";
import type { AuthenticatorRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import { singleClosedFor } from "../verification/long-term.js";
import { codesNeededAfter } from "../verification/throttle.js";

/** What support has to know about an account, and nothing that would let anybody in. Times are milliseconds since the Unix epoch. */
export interface SubjectDescription {
  readonly subjectId: string;
  /** Oldest first; with none the account is not enrolled. */
  readonly authenticators: readonly AuthenticatorDescription[];
  /** After a reset: nothing opens but a new enrollment. */
  readonly mustEnroll: boolean;
  /** An enrollment that was begun and can still be confirmed. */
  readonly pending: { readonly name: string; readonly expiresAt: number } | null;
  readonly recoveryCodesRemaining: number;
  readonly failures: {
    /** Of the long-term window that is open now. */
    readonly count: number;
    readonly inARow: number;
    /** When that window opened; null where none is. */
    readonly since: number | null;
  };
  readonly throttle: {
    /** How many consecutive codes a sign-in takes just now. */
    readonly codesNeeded: 1 | 2 | 3;
    /** Until one code is enough again; 0 where it is. */
    readonly retryAfterSeconds: number;
  };
  /** The last way back that somebody asked for; null where nobody ever did. */
  readonly recovery: RecoveryDescription | null;
  /** That are not asked for a code, oldest first. */
  readonly trustedBrowsers: readonly BrowserDescription[];
  /** When something last voided all verifications: an enrollment, a removal, a reset. Null where nothing ever did. */
  readonly changedAt: number | null;
  /** When the password, and an address for notices, last changed; null for never. Whoever approves a recovery asks why. */
  readonly credentialsChangedAt: number | null;
  readonly contactChangedAt: number | null;
}

export interface AuthenticatorDescription {
  readonly id: string;
  readonly type: "totp";
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** Whether its secret opens: with `key_missing` or `key_unavailable` look at the keys, with `refused` at the row. */
  readonly secret: "opens" | "key_missing" | "key_unavailable" | "refused";
}

export type BrowserDescription = Omit<TrustedBrowser, "current">;

/** @throws Unavailable where a store or the clock does not answer */
export async function describeSubject(
  suite: Suite,
  subjectId: string,
): Promise<SubjectDescription> {
  const { settings, limits, records } = suite;
  const now = readClock(suite.clock);
  const key = await limits.subjectKey(subjectId);
  const [record, single] = await Promise.all([records.load(subjectId), limits.peek("single", key)]);
  const { failures, pending } = record;
  const isOpen =
    failures.count > 0 && now < failures.since + settings.longTerm.windowSeconds * 1000;
  const shortWait = single.allowed ? 0 : single.retryAfterSeconds;
  const retryAfterSeconds = Math.max(shortWait, singleClosedFor(failures, settings, now));
  return {
    subjectId,
    authenticators: await Promise.all(
      record.authenticators.map((one) => describeAuthenticator(suite, subjectId, one)),
    ),
    mustEnroll: record.mustEnroll,
    pending:
      pending === null || pending.expiresAt <= now
        ? null
        : { name: pending.name, expiresAt: pending.expiresAt },
    recoveryCodesRemaining: record.recoveryCodesRemaining,
    failures: {
      count: isOpen ? failures.count : 0,
      inARow: failures.inARow,
      since: isOpen ? failures.since : null,
    },
    throttle: {
      codesNeeded: retryAfterSeconds === 0 ? 1 : await codesNeededAfter(suite, "single", key),
      retryAfterSeconds,
    },
    recovery: describeRecovery(record.recovery, now),
    trustedBrowsers: trustedBrowsers(record, now).map(({ current: _, ...one }) => one),
    changedAt: record.epoch === "" ? null : record.epochChangedAt,
    credentialsChangedAt: record.credentialsChangedAt || null,
    contactChangedAt: record.contactChangedAt || null,
  };
}

async function describeAuthenticator(
  { sealer }: Suite,
  subjectId: string,
  { id, name, createdAt, lastUsedAt, sealedSecret }: AuthenticatorRecord,
): Promise<AuthenticatorDescription> {
  const row = { subjectId, authenticatorId: id };
  const secret = await openingOf(async () => sealer.open("totp", row, sealedSecret));
  return { id, type: "totp", name, createdAt, lastUsedAt, secret };
}

async function openingOf(
  open: () => Promise<Awaited<ReturnType<Suite["sealer"]["open"]>>>,
): Promise<AuthenticatorDescription["secret"]> {
  try {
    const opened = await open();
    if (opened.outcome !== "opened") return opened.outcome;
    opened.plaintext.fill(0);
    return "opens";
  } catch (cause) {
    if (!(cause instanceof Unavailable)) throw cause;
    return "key_unavailable";
  }
}
