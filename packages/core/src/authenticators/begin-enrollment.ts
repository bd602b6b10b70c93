import { encodeBase32, group } from "../otp/base32.js";
import { formatKeyUri } from "../otp/key-uri.js";
import { secretBytes } from "../otp/validate-parameters.js";
import { randomId } from "../random-id.js";
import { isAllowed } from "../step-up/allowed-kinds.js";
import type { PendingEnrollment } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { type Actor, isFreshlySignedIn, isFreshlyVerified } from "./actor.js";

export interface BegunEnrollment {
  readonly outcome: "begun";
  readonly enrollmentId: string;
  readonly name: string;
  readonly keyUri: string;
  /** Base32 in groups of four. */
  readonly secret: string;
  readonly expiresAt: number;
}

export type BeginVerdict =
  | BegunEnrollment
  | {
      readonly outcome:
        | "authenticator_kind_not_allowed"
        | "second_factor_required"
        | "sign_in_again"
        | "too_many_authenticators";
    }
  | { readonly outcome: "too_many_enrollments"; readonly retryAfterSeconds: number };

/**
 * Begins an enrollment: a fresh 160-bit secret, sealed, pending for ten minutes and for this session alone. An active
 * authenticator is never touched, and a pending one from before, whoever began it, is dead.
 */
export async function beginEnrollment(
  suite: Suite,
  actor: Actor,
  name: string,
): Promise<BeginVerdict> {
  const { settings, limits, crypto, sealer, records } = suite;
  const { subject, slot, record, now } = actor;
  const held = record.authenticators.length;
  if (held > 0 && !isFreshlyVerified(suite, actor)) return { outcome: "second_factor_required" };
  if (held === 0 && !isFreshlySignedIn(suite, actor)) return { outcome: "sign_in_again" };
  if (!isAllowed(actor.kinds, "totp")) return { outcome: "authenticator_kind_not_allowed" };
  if (held >= settings.maxAuthenticators) return { outcome: "too_many_authenticators" };

  const budget = await limits.consume("enrollment", await limits.subjectKey(subject.id));
  if (!budget.allowed)
    return { outcome: "too_many_enrollments", retryAfterSeconds: budget.retryAfterSeconds };

  const id = randomId(crypto);
  const parameters = settings.totp;
  const secret = crypto.random(secretBytes(parameters.algorithm));
  const sealedSecret = await sealer.seal(
    "pending",
    { subjectId: subject.id, authenticatorId: id },
    secret,
  );
  const expiresAt = now + settings.enrollmentLifetimeMs;
  const pending: PendingEnrollment = {
    id,
    name,
    parameters,
    sealedSecret,
    startedBy: slot.id,
    epoch: record.epoch,
    expiresAt,
  };
  await records.begin(subject.id, pending);
  suite.emitter.emit(actor.scope, {
    type: "enrollment.begun",
    outcome: "success",
    authenticatorId: id,
  });
  const shown = presentSecret(suite, actor, pending, secret);
  secret.fill(0);
  return shown;
}

/** The secret as the person sees it: a key URI for the QR code, and grouped Base32 to type. */
export function presentSecret(
  { settings }: Suite,
  { subject }: Actor,
  { id, name, parameters, expiresAt }: PendingEnrollment,
  secret: Uint8Array,
): BegunEnrollment {
  const keyUri = formatKeyUri({
    issuer: settings.issuer,
    accountName: subject.name,
    secret,
    parameters,
  });
  return {
    outcome: "begun",
    enrollmentId: id,
    name,
    keyUri,
    secret: group(encodeBase32(secret), 4),
    expiresAt,
  };
}
