import { type Actor, isFreshlySignedIn } from "../authenticators/actor.js";
import type { RecoverySettings } from "../configuration/recovery-options.js";
import type { RecoveryEvent } from "../events/event.js";
import { randomId } from "../random-id.js";
import type { RecoveryRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { cancelLink } from "./recovery-links.js";
import { isOpen, quietUntil, secondsTo } from "./recovery-state.js";

export type RequestVerdict =
  /** Also where nothing was opened: whoever asks must not learn why. */
  | { readonly outcome: "requested" }
  | { readonly outcome: "sign_in_again" }
  | { readonly outcome: "recovery_too_soon"; readonly retryAfterSeconds: number };

type Refusal = Extract<RecoveryEvent, { type: "recovery.refused" }>["reason"];

/**
 * Opens a delayed recovery on the strength of the password alone, and tells the owner, who has the waiting time to end
 * it. At most one is open; asking again while it is opens none, and sends nothing.
 */
export async function requestDelayed(
  suite: Suite,
  actor: Actor,
  { waitMs, lifetimeMs, quietMs }: NonNullable<RecoverySettings["delayed"]>,
): Promise<RequestVerdict> {
  const { limits, records, crypto, emitter } = suite;
  const { subject, record, now, scope } = actor;
  if (!isFreshlySignedIn(suite, actor)) return { outcome: "sign_in_again" };
  const requested = { outcome: "requested" } as const;
  const refused = (reason: Refusal) =>
    emitter.emit(scope, { type: "recovery.refused", outcome: "failure", reason, actor: null });

  const quiet = quietUntil(record, quietMs);
  if (now < quiet) {
    refused("changed_lately");
    return { outcome: "recovery_too_soon", retryAfterSeconds: secondsTo(quiet, now) };
  }
  const budget = await limits.consume("recoveryRequest", await limits.subjectKey(subject.id));
  const reason = !budget.allowed
    ? "throttled"
    : record.authenticators.length === 0
      ? "not_enrolled"
      : isOpen(record.recovery, now)
        ? "already_open"
        : null;
  if (reason !== null) {
    refused(reason);
    return requested;
  }

  const recovery: RecoveryRecord = {
    id: randomId(crypto),
    kind: "delayed",
    state: "waiting",
    openedAt: now,
    availableAt: now + waitMs,
    expiresAt: now + waitMs + lifetimeMs,
    openedBy: subject.id,
    reason: "",
    caseReference: "",
    decidedBy: null,
  };
  const link = await cancelLink(suite, subject.id, recovery);
  if (!(await records.openRecovery(subject.id, recovery))) {
    refused("already_open");
    return requested;
  }
  emitter.emit(scope, {
    type: "recovery.requested",
    outcome: "success",
    kind: "delayed",
    recoveryId: recovery.id,
    actor: null,
  });
  const availableAt = new Date(recovery.availableAt).toISOString();
  emitter.notify(scope, "recovery_requested", { ...link, availableAt });
  return requested;
}
