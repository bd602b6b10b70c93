import { type Actor, isFreshlySignedIn } from "../authenticators/actor.js";
import type { RecoveryEvent } from "../events/event.js";
import { randomId } from "../random-id.js";
import type { RecoveryRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { tellOfEnd } from "./cancel-recovery.js";
import type { RecoveryTicket } from "./recovery-links.js";
import { isOpen, quietUntil, secondsTo } from "./recovery-state.js";

export type CompleteVerdict =
  | { readonly outcome: "completed" }
  | { readonly outcome: "recovery_not_found" | "sign_in_again" | "ticket_invalid" }
  | {
      readonly outcome: "recovery_too_soon" | "recovery_waiting" | "too_many_attempts";
      readonly retryAfterSeconds: number;
    };

/** Completes the subject's own delayed recovery, once its waiting time is over. Still needs the password. */
export async function completeDelayed(suite: Suite, actor: Actor): Promise<CompleteVerdict> {
  const { delayed } = suite.settings.recovery;
  const { record, now } = actor;
  const { recovery } = record;
  if (delayed === null || !isOpen(recovery, now) || recovery.kind !== "delayed") {
    refused(suite, actor, "not_found");
    return { outcome: "recovery_not_found" };
  }
  if (!isFreshlySignedIn(suite, actor)) return { outcome: "sign_in_again" };
  if (!(now >= recovery.availableAt)) {
    refused(suite, actor, "waiting");
    return { outcome: "recovery_waiting", retryAfterSeconds: secondsTo(recovery.availableAt, now) };
  }
  // What changed during the waiting time closes this way as much as what changed before it.
  const quiet = quietUntil(record, delayed.quietMs);
  if (now < quiet) {
    refused(suite, actor, "changed_lately");
    return { outcome: "recovery_too_soon", retryAfterSeconds: secondsTo(quiet, now) };
  }
  if (await complete(suite, actor, recovery)) return { outcome: "completed" };
  refused(suite, actor, "not_found");
  return { outcome: "recovery_not_found" };
}

/**
 * Completes what support approved, by the ticket that only its owner was sent. Another's, a forged one and a used one
 * are all the same to whoever brings it, and count against the client's address.
 *
 * @param addressBucket null turns the address limit off
 */
export async function completeByTicket(
  suite: Suite,
  actor: Actor,
  ticket: unknown,
  addressBucket: string | null,
): Promise<CompleteVerdict> {
  const { limits } = suite;
  if (!isFreshlySignedIn(suite, actor)) return { outcome: "sign_in_again" };
  if (addressBucket !== null) {
    const address = await limits.peek("address", addressBucket);
    if (!address.allowed)
      return { outcome: "too_many_attempts", retryAfterSeconds: address.retryAfterSeconds };
  }
  const recovery = await approvedBy(suite, actor, ticket);
  if (recovery !== null && (await complete(suite, actor, recovery)))
    return { outcome: "completed" };
  refused(suite, actor, "not_found");
  if (addressBucket !== null) await limits.consume("address", addressBucket);
  return { outcome: "ticket_invalid" };
}

/** The recovery that a ticket is good for; null where it is good for none, or for another's. */
export async function approvedBy(
  { tickets, settings }: Suite,
  { subject, record, now }: Pick<Actor, "subject" | "record" | "now">,
  ticket: unknown,
): Promise<RecoveryRecord | null> {
  if (settings.recovery.support === null) return null;
  const opened = await tickets.open<RecoveryTicket>("complete_recovery", ticket, now);
  if (opened === null || opened.subjectId !== subject.id) return null;
  const { recovery } = record;
  if (!isOpen(recovery, now) || recovery.state !== "approved") return null;
  return recovery.id === opened.recoveryId ? recovery : null;
}

/** Everything the subject holds is void and a new enrollment is due. No session and no mark comes of it, nor stays. */
async function complete(
  { records, crypto, emitter }: Suite,
  { subject, now, scope }: Actor,
  recovery: RecoveryRecord,
): Promise<boolean> {
  const { id, kind, state } = recovery;
  const change = { to: randomId(crypto), at: now };
  if (!(await records.completeRecovery(subject.id, id, state, change))) return false;
  emitter.emit(scope, {
    type: "recovery.completed",
    outcome: "success",
    kind,
    recoveryId: id,
    actor: null,
  });
  tellOfEnd({ emitter }, scope, "recovery_completed", recovery, null);
  return true;
}

function refused(
  { emitter }: Suite,
  { scope }: Actor,
  reason: Extract<RecoveryEvent, { type: "recovery.refused" }>["reason"],
): void {
  emitter.emit(scope, { type: "recovery.refused", outcome: "failure", reason, actor: null });
}
