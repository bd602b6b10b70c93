import { matchSteps } from "../otp/match-steps.js";
import { randomId } from "../random-id.js";
import { isAllowed } from "../step-up/allowed-kinds.js";
import type { AuthenticatorRecord, PendingEnrollment } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import { openSecret } from "../verification/open-secret.js";
import type { Actor } from "./actor.js";
import { type BegunEnrollment, presentSecret } from "./begin-enrollment.js";
import { generateRecoveryCodes } from "./recovery-codes.js";
import { undoLink } from "./undo-enrollment.js";

export interface ConfirmedEnrollment {
  readonly outcome: "confirmed";
  readonly authenticator: Pick<AuthenticatorRecord, "id" | "name" | "createdAt" | "lastUsedAt">;
  /** Where the subject had none left: shown this once. */
  readonly recoveryCodes: readonly string[] | null;
  readonly epoch: string;
}

export type ConfirmVerdict =
  | ConfirmedEnrollment
  | { readonly outcome: "invalid"; readonly attemptsRemaining: number }
  | { readonly outcome: "authenticator_kind_not_allowed" | "enrollment_not_found" };

/** The enrollment under way, for the session that began it and as long as it lives. */
function pendingOf({ record, slot, now }: Actor, enrollmentId: string): PendingEnrollment | null {
  const { pending } = record;
  if (pending === null || pending.id !== enrollmentId || pending.startedBy !== slot.id) return null;
  return pending.expiresAt > now ? pending : null;
}

/**
 * A first code proves that the app took the secret over; only then does the authenticator exist. One transaction makes
 * exactly one of any number of parallel confirmations true; its code is used up by it (RFC 6238 section 5.2).
 */
export async function confirmEnrollment(
  suite: Suite,
  actor: Actor,
  enrollmentId: string,
  code: string,
): Promise<ConfirmVerdict> {
  const { settings, limits, crypto, sealer, records, emitter } = suite;
  const { subject, record, now, scope } = actor;
  const pending = pendingOf(actor, enrollmentId);
  if (pending === null) return { outcome: "enrollment_not_found" };
  if (!isAllowed(actor.kinds, "totp")) return { outcome: "authenticator_kind_not_allowed" };

  const tries = await limits.consume(
    "confirmation",
    `${await limits.subjectKey(subject.id)}:${pending.id}`,
  );
  if (!tries.allowed) return { outcome: "enrollment_not_found" };

  const open = await openSecret(suite, "pending", subject.id, pending, scope);
  if (open === null) throw new Unavailable("key_unavailable", 30);
  const { secret } = open;
  const { parameters } = pending;
  const step =
    code.length === parameters.digits
      ? await matchSteps({
          secret: secret.reveal(),
          parameters,
          code,
          now,
          window: settings.window,
          crypto,
        })
      : null;
  if (step === null) {
    secret.wipe();
    emitter.emit(scope, {
      type: "enrollment.refused",
      outcome: "failure",
      authenticatorId: pending.id,
    });
    if (tries.remaining === 0) await records.cancel(subject.id, pending.id);
    return { outcome: "invalid", attemptsRemaining: tries.remaining };
  }

  const first = record.authenticators.length === 0;
  const fresh =
    record.recoveryCodesRemaining === 0 && isAllowed(actor.kinds, "recovery_code")
      ? await generateRecoveryCodes(crypto, settings.namespace, subject.id)
      : null;
  const ids = { subjectId: subject.id, authenticatorId: pending.id };
  const sealedSecret = await sealer.seal("totp", ids, secret.reveal());
  secret.wipe();
  const undo = await undoLink(suite, ids, now);
  const change = { from: pending.epoch, to: randomId(crypto), at: now };
  const activation = { sealedSecret, lastStep: step, recoveryDigests: fresh?.digests ?? null };
  if (!(await records.activate(subject.id, pending.id, activation, change)))
    return { outcome: "enrollment_not_found" };

  emitter.emit(scope, {
    type: "enrollment.confirmed",
    outcome: "success",
    authenticatorId: pending.id,
    first,
  });
  emitter.notify(scope, "authenticator_added", { authenticatorName: pending.name, ...undo });
  return {
    outcome: "confirmed",
    authenticator: { id: pending.id, name: pending.name, createdAt: now, lastUsedAt: now },
    recoveryCodes: fresh?.codes ?? null,
    epoch: change.to,
  };
}

/** The secret again, for the page that asks for another code: only while pending, only for who began it. */
export async function showPending(
  suite: Suite,
  actor: Actor,
  enrollmentId: string,
): Promise<BegunEnrollment | null> {
  const pending = pendingOf(actor, enrollmentId);
  if (pending === null) return null;
  const open = await openSecret(suite, "pending", actor.subject.id, pending, actor.scope);
  if (open === null) throw new Unavailable("key_unavailable", 30);
  const { secret } = open;
  const shown = presentSecret(suite, actor, pending, secret.reveal());
  secret.wipe();
  return shown;
}

export async function cancelEnrollment(
  { records, emitter }: Suite,
  actor: Actor,
  enrollmentId: string,
): Promise<boolean> {
  if (pendingOf(actor, enrollmentId) === null) return false;
  if (!(await records.cancel(actor.subject.id, enrollmentId))) return false;
  emitter.emit(actor.scope, {
    type: "enrollment.canceled",
    outcome: "success",
    authenticatorId: enrollmentId,
  });
  return true;
}
