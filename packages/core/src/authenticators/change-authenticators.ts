import { randomId } from "../random-id.js";
import { isAllowed } from "../step-up/allowed-kinds.js";
import { applyPolicy } from "../step-up/policy.js";
import type { Suite } from "../suite.js";
import { type Actor, isFreshlyVerified } from "./actor.js";
import { generateRecoveryCodes } from "./recovery-codes.js";

export type RemoveVerdict =
  | { readonly outcome: "removed"; readonly epoch: string; readonly last: boolean }
  | {
      readonly outcome:
        | "authenticator_not_found"
        | "changed_meanwhile"
        | "last_authenticator"
        | "second_factor_required";
    };

/**
 * Removes an authenticator. The last one goes only where the policy allows, and never on a recovery code alone: a
 * found sheet of paper must not turn the second factor off.
 */
export async function removeAuthenticator(
  suite: Suite,
  actor: Actor,
  authenticatorId: string,
): Promise<RemoveVerdict> {
  const { subject, record, now, scope } = actor;
  const authenticator = record.authenticators.find((one) => one.id === authenticatorId);
  const last = record.authenticators.length === 1;
  if (!isFreshlyVerified(suite, actor, last ? ["otp"] : undefined))
    return { outcome: "second_factor_required" };
  if (authenticator === undefined) return { outcome: "authenticator_not_found" };

  const keepLast = !(await applyPolicy(suite.settings.policy, subject, now)).lastMayGo;
  if (keepLast && last) return { outcome: "last_authenticator" };

  const change = { from: record.epoch, to: randomId(suite.crypto), at: now };
  const removed = await suite.records.remove(subject.id, authenticatorId, { keepLast }, change);
  if (!removed) return { outcome: "changed_meanwhile" };
  suite.emitter.emit(scope, {
    type: "authenticator.removed",
    outcome: "success",
    authenticatorId,
    last,
  });
  suite.emitter.notify(scope, "authenticator_removed", { authenticatorName: authenticator.name });
  return { outcome: "removed", epoch: change.to, last };
}

export type RenameVerdict = "renamed" | "authenticator_not_found" | "second_factor_required";

export async function renameAuthenticator(
  suite: Suite,
  actor: Actor,
  authenticatorId: string,
  name: string,
): Promise<RenameVerdict> {
  if (!isFreshlyVerified(suite, actor)) return "second_factor_required";
  if (!(await suite.records.rename(actor.subject.id, authenticatorId, name)))
    return "authenticator_not_found";
  suite.emitter.emit(actor.scope, {
    type: "authenticator.renamed",
    outcome: "success",
    authenticatorId,
  });
  return "renamed";
}

export type ReplaceVerdict =
  | {
      readonly outcome: "replaced";
      readonly epoch: string;
      readonly recoveryCodes: readonly string[];
    }
  | {
      readonly outcome:
        | "authenticator_kind_not_allowed"
        | "changed_meanwhile"
        | "second_factor_required";
    };

/** A new set voids the old one. Needs an otp: who holds one code of the old set must not mint ten of a new one. */
export async function replaceRecoveryCodes(suite: Suite, actor: Actor): Promise<ReplaceVerdict> {
  if (!isFreshlyVerified(suite, actor, ["otp"])) return { outcome: "second_factor_required" };
  if (!isAllowed(actor.kinds, "recovery_code"))
    return { outcome: "authenticator_kind_not_allowed" };
  const { settings, crypto, records, emitter } = suite;
  const { subject, record, now, scope } = actor;
  const { codes, digests } = await generateRecoveryCodes(crypto, settings.namespace, subject.id);
  const change = { from: record.epoch, to: randomId(crypto), at: now };
  if (!(await records.replaceRecoveryCodes(subject.id, digests, change)))
    return { outcome: "changed_meanwhile" };
  emitter.emit(scope, { type: "recovery_codes.replaced", outcome: "success" });
  emitter.notify(scope, "recovery_codes_replaced");
  return { outcome: "replaced", epoch: change.to, recoveryCodes: codes };
}
