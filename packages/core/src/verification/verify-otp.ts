import { budgetKey, failuresOf, ownRecord } from "../browsers/own-budget.js";
import type { EventBody } from "../events/event.js";
import { mayUse } from "../step-up/allowed-kinds.js";
import { couldVerify, mayVerify, seeSubject } from "../step-up/sign-in.js";
import { subjectState } from "../step-up/subject-state.js";
import type { BudgetVerdict } from "../stores/budget-verdict.js";
import type { AuthenticatorRecord, SubjectRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import { acceptMatches } from "./accept-matches.js";
import {
  type Accepted,
  type Attempt,
  type Failed,
  laneOf,
  type Refused,
  type Throttled,
} from "./attempt.js";
import { recordFailure } from "./failure.js";
import { singleClosedFor } from "./long-term.js";
import type { LookAtClock, lookAtClock } from "./look-at-clock.js";
import { matchAuthenticators, secondsBehind } from "./match-authenticators.js";
import { codesNeededAfter, throttled } from "./throttle.js";

export type OtpVerdict =
  | Accepted
  | Failed
  | Throttled
  | Refused
  | { readonly outcome: "authenticator_not_found" };

const unlimited: BudgetVerdict = { allowed: true, remaining: Number.POSITIVE_INFINITY };

/**
 * The one path of every otp: one, two or three consecutive codes, already known to be well formed. Two sequential
 * store trips: budgets and row in parallel, then the verdict of the row. The budget is consumed before anything is
 * compared; the row decides a step exactly once (RFC 6238 section 5.2); a failure is counted before the reply.
 *
 * @throws Unavailable where a store, a key or the clock can't be relied on; nothing is accepted then
 */
export async function verifyOtp(
  suite: Suite,
  attempt: Attempt,
  codes: readonly string[],
  authenticatorId: string | null,
): Promise<OtpVerdict> {
  const { settings, limits, records } = suite;
  const { subject, now, addressBucket, browser } = attempt;
  if (!couldVerify(attempt.slot, subject, attempt.keeper, now, settings.signInMaxAgeMs)) {
    return { outcome: "sign_in_again" };
  }
  if (!(await mayUse(settings, subject, "totp")))
    return { outcome: "authenticator_kind_not_allowed" };

  const lane = laneOf(codes.length);
  const key = budgetKey(await limits.subjectKey(subject.id), browser);
  const [account, address, record] = await Promise.all([
    lane === "triple" ? unlimited : limits.consume(lane, key),
    addressBucket === null ? unlimited : limits.peek("address", addressBucket),
    records.load(subject.id),
  ]);

  const state = subjectState(record);
  const slot = seeSubject(attempt.slot, subject, state, now, suite.crypto);
  if (!mayVerify(slot, subject, attempt.keeper, state, now, settings.signInMaxAgeMs))
    return { outcome: "sign_in_again" };
  if (record.authenticators.length === 0) return { outcome: "not_enrolled" };

  if (!address.allowed)
    return throttled(suite, attempt, lane, "address", address.retryAfterSeconds, codes.length);
  const own = ownRecord(settings, record, browser, now);
  const failures = failuresOf(settings, record, own);
  const closedFor = lane === "single" ? singleClosedFor(failures, settings, now) : 0;
  if (!account.allowed || closedFor > 0) {
    const wait = account.allowed ? closedFor : Math.max(account.retryAfterSeconds, closedFor);
    return throttled(
      suite,
      attempt,
      lane,
      "account",
      wait,
      await codesNeededAfter(suite, lane, key),
    );
  }

  const named = chosen(record, authenticatorId);
  if (named.length === 0) return { outcome: "authenticator_not_found" };
  refuseRegressedClock(suite, attempt, named);

  const { scope } = attempt;
  const matches = await matchAuthenticators(suite, subject.id, named, codes, now, scope);
  const remaining = lane === "triple" ? address : account;
  const fail = async (eventOf: (seen: LookAtClock["seen"]) => EventBody): Promise<Failed> => {
    const who = { subjectId: subject.id, sessionId: slot.id, now };
    const { seen, hint } = await lookFor(suite, who, named, codes);
    const failed = await recordFailure(suite, attempt, own, lane, remaining, eventOf(seen));
    return { ...failed, clockHint: hint, slot };
  };
  if (matches.length === 0)
    return fail((seen) => ({
      type: "verification.invalid",
      outcome: "failure",
      factor: "totp",
      lane,
      ...seen,
    }));

  const accepted = await acceptMatches(suite, attempt, record, codes, matches);
  if (accepted === null) return fail(() => replayed(attempt, matches[0]!.authenticator.id, lane));

  // A longer form never gives single codes their budget back: else the owner's sign-ins would feed the guesser.
  if (lane !== "triple") suite.afterReply(scope, limits.reset(lane, key));
  suite.emitter.emit(scope, {
    type: "verification.accepted",
    outcome: "success",
    factor: "totp",
    lane,
    ...accepted,
  });
  return {
    outcome: "accepted",
    authenticatorId: accepted.authenticatorId,
    epoch: record.epoch,
    slot,
    record,
  };
}

/** The named authenticator, or all where the request names none. */
function chosen(
  { authenticators }: SubjectRecord,
  id: string | null,
): readonly AuthenticatorRecord[] {
  return id === null
    ? authenticators
    : authenticators.filter((authenticator) => authenticator.id === id);
}

/** Single codes only: longer forms look further by themselves. Loaded with the first failure. */
async function lookFor(
  suite: Suite,
  who: Parameters<typeof lookAtClock>[1],
  authenticators: readonly AuthenticatorRecord[],
  codes: readonly string[],
): Promise<LookAtClock> {
  const [code] = codes;
  if (code === undefined || codes.length > 1) return { seen: null, hint: null };
  try {
    const { lookAtClock } = await import("../on-demand.js");
    return await lookAtClock(suite, who, authenticators, code);
  } catch {
    // Whatever becomes of a hint, the failure must be counted.
    return { seen: null, hint: null };
  }
}

/** A clock behind every accepted step can accept nothing: saying "wrong" would charge the user for it. */
function refuseRegressedClock(
  { settings, emitter }: Suite,
  { now, scope }: Attempt,
  authenticators: readonly AuthenticatorRecord[],
): void {
  const waits = authenticators.map((authenticator) =>
    secondsBehind(authenticator, settings.window.future, now),
  );
  const seconds = Math.min(...waits);
  if (seconds <= 0) return;
  const authenticatorId = authenticators[waits.indexOf(seconds)]!.id;
  emitter.emit(scope, { type: "clock.regression", outcome: "failure", authenticatorId, seconds });
  throw new Unavailable("clock_regression", seconds);
}

/** A correct code that was used before, from a session that did not use it, smells of a relay. */
function replayed(
  { slot, now }: Attempt,
  authenticatorId: string,
  lane: "single" | "pair" | "triple",
): EventBody {
  const mark = slot?.mark ?? null;
  const ownCode =
    mark !== null && mark.authenticatorId === authenticatorId && now - mark.verifiedAt < 120_000;
  return {
    type: "verification.replayed",
    outcome: "failure",
    factor: "totp",
    lane,
    authenticatorId,
    possibleRelay: !ownCode,
  };
}
