import { generateRecoveryCodes, recoveryCodeDigest } from "../authenticators/recovery-codes.js";
import { randomId } from "../random-id.js";
import { mayUse } from "../step-up/allowed-kinds.js";
import { couldVerify, mayVerify, seeSubject } from "../step-up/sign-in.js";
import { subjectState } from "../step-up/subject-state.js";
import type { BudgetVerdict } from "../stores/budget-verdict.js";
import type { Suite } from "../suite.js";
import type { Accepted, Attempt, Failed, Refused, Throttled } from "./attempt.js";
import { recordFailure } from "./failure.js";
import { throttled } from "./throttle.js";

export interface Redeemed extends Accepted {
  readonly remaining: number;
  /** The new set that follows the last code; shown this once. */
  readonly recoveryCodes: readonly string[] | null;
}

export type RedeemVerdict = Redeemed | Failed | Throttled | Refused;

const noLimit: BudgetVerdict = { allowed: true, remaining: 1 };

/**
 * Redeems a recovery code, already known to be well formed. A lane of its own (10 an hour), so that a spent budget for
 * codes never shuts out someone whose phone is gone. Nor does this lane's own: past it only wrong codes are refused.
 * At 120 bits there is nothing to guess, and whoever has the password could else keep the owner out with ten wrong
 * codes an hour. One hash and one conditional delete, however many codes are stored.
 */
export async function redeemRecoveryCode(
  suite: Suite,
  attempt: Attempt,
  code: string,
): Promise<RedeemVerdict> {
  const { settings, limits, records, crypto, emitter } = suite;
  const { subject, now, addressBucket, scope } = attempt;
  if (!couldVerify(attempt.slot, subject, attempt.keeper, now, settings.signInMaxAgeMs)) {
    return { outcome: "sign_in_again" };
  }
  if (!(await mayUse(settings, subject, "recovery_code")))
    return { outcome: "authenticator_kind_not_allowed" };

  const key = await limits.subjectKey(subject.id);
  const [account, address, record] = await Promise.all([
    limits.consume("recovery", key),
    addressBucket === null ? noLimit : limits.peek("address", addressBucket),
    records.load(subject.id),
  ]);
  const state = subjectState(record);
  const slot = seeSubject(attempt.slot, subject, state, now, crypto);
  if (!mayVerify(slot, subject, attempt.keeper, state, now, settings.signInMaxAgeMs))
    return { outcome: "sign_in_again" };
  if (record.authenticators.length === 0) return { outcome: "not_enrolled" };
  if (!address.allowed)
    return throttled(suite, attempt, "recovery", "address", address.retryAfterSeconds, 1);

  if (!account.allowed) {
    // Here the address is all that bounds the work, so it pays first: what was only looked at, a burst would overrun.
    const paid = await payPerTry(suite, addressBucket);
    if (!paid.allowed)
      return throttled(suite, attempt, "recovery", "address", paid.retryAfterSeconds, 1);
  }

  const digest = await recoveryCodeDigest(crypto, settings.namespace, subject.id, code);
  const { redeemed, remaining } = await records.redeemRecoveryCode(subject.id, digest);
  const about = { factor: "recovery_code", lane: "recovery" } as const;
  if (!redeemed) {
    const event = { type: "verification.invalid", outcome: "failure", ...about } as const;
    if (account.allowed)
      return {
        ...(await recordFailure(suite, attempt, null, "recovery", account, event)),
        clockHint: null,
        slot,
      };
    emitter.emit(scope, event);
    return throttled(suite, attempt, "recovery", "account", account.retryAfterSeconds, 1);
  }

  suite.afterReply(scope, limits.reset("recovery", key));
  const authenticatorId = "recovery-code";
  emitter.emit(scope, {
    type: "verification.accepted",
    outcome: "success",
    ...about,
    authenticatorId,
    offset: 0,
  });
  emitter.emit(scope, { type: "recovery_codes.redeemed", outcome: "success", remaining });
  emitter.notify(scope, "recovery_code_used", { recoveryCodesRemaining: remaining });
  const replaced = remaining === 0 ? await replaceUsedUp(suite, attempt, record.epoch) : null;
  return {
    outcome: "accepted",
    authenticatorId,
    epoch: replaced?.epoch ?? record.epoch,
    slot,
    record,
    remaining: replaced?.codes.length ?? remaining,
    recoveryCodes: replaced?.codes ?? null,
  };
}

function payPerTry({ limits }: Suite, bucket: string | null): Promise<BudgetVerdict> {
  return bucket === null ? Promise.resolve(noLimit) : limits.consume("address", bucket);
}

/** The last one used brings a new set (NIST SP 800-63B-4 section 4.2.1.1): nobody is left without a way back. */
async function replaceUsedUp(
  { settings, crypto, records, emitter }: Suite,
  { subject, now, scope }: Attempt,
  from: string,
): Promise<{ codes: readonly string[]; epoch: string } | null> {
  const { codes, digests } = await generateRecoveryCodes(crypto, settings.namespace, subject.id);
  const epoch = randomId(crypto);
  if (!(await records.replaceRecoveryCodes(subject.id, digests, { from, to: epoch, at: now })))
    return null;
  emitter.emit(scope, { type: "recovery_codes.replaced", outcome: "success" });
  return { codes, epoch };
}
