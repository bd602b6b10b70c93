import type { CryptoPort } from "../../crypto/port.js";
import { randomId } from "../../random-id.js";
import { isOpen } from "../../recovery/recovery-state.js";
import type { AuthenticationMethod, SessionSlot } from "../../step-up/session-slot.js";
import { markedSlot } from "../../step-up/sign-in.js";
import type { SubjectRecord } from "../../stores/subject-record.js";
import type { Accepted } from "../../verification/attempt.js";
import { type Call, rotateSession } from "../call.js";

/** What follows every accepted factor, whichever it was: a new session id with the mark in it. */
export async function finishVerification(
  call: Call,
  accepted: Accepted,
  method: AuthenticationMethod,
  action: string | null,
): Promise<SessionSlot> {
  const { suite, subject, now, scope } = call;
  const { authenticatorId, epoch } = accepted;
  const verified = { authenticatorId, amr: [method], at: now };
  const marked = markedSlot(accepted.slot, subject, epoch, verified, suite.crypto);
  const slot = action === null ? marked : granted(marked, action, suite.crypto);
  await endRecovery(call, accepted.record);
  const factor = method === "otp" ? "totp" : "recovery_code";
  await rotateSession(call, slot, { factor, authenticatorId });
  if (action !== null)
    suite.emitter.emit(scope, { type: "step_up.granted", outcome: "success", action });
  return slot;
}

function granted(
  slot: ReturnType<typeof markedSlot>,
  action: string,
  crypto: CryptoPort,
): SessionSlot {
  return { ...slot, grant: { id: randomId(crypto), action, markId: slot.mark.id } };
}

/**
 * Whoever has the second factor needs no way around it, so one that is open was asked for by somebody else, or in vain.
 * Before the session knows of the factor: a store that fails here must not leave the one without the other.
 */
export async function endRecovery(
  { suite, subject, now, scope }: Call,
  { recovery }: Pick<SubjectRecord, "recovery">,
): Promise<void> {
  if (!isOpen(recovery, now)) return;
  const { cancelRecovery } = await import("../../seldom.js");
  await cancelRecovery(suite, subject.id, recovery, null, scope);
}
