import { readClock } from "../clock.js";
import { ConfigurationError } from "../configuration/configuration-error.js";
import type { EventScope } from "../events/emitter.js";
import type { RecoveryEvent } from "../events/event.js";
import { randomId } from "../random-id.js";
import type { RecoveryRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { cancelRecovery, caseOf, tellOfEnd } from "./cancel-recovery.js";
import type { RecoveryDesk } from "./recovery-desk.js";
import { cancelLink, continueLink } from "./recovery-links.js";
import { describeRecovery, isOpen } from "./recovery-state.js";

/**
 * The work of `RecoveryDesk`. Every decision is a compare-and-set in the row: of two people who decide at once, one does.
 *
 * @param scopeOf who and where the events are about, for an account
 */
export function supportDesk(
  suite: Suite,
  scopeOf: (subjectId: string) => EventScope,
): RecoveryDesk {
  const { records, crypto, emitter } = suite;

  function refused<Outcome extends "already_open" | "not_enrolled" | "not_found" | "same_person">(
    scope: EventScope,
    outcome: Outcome,
    actor: string,
  ): { readonly outcome: Outcome } {
    const type = "recovery.refused";
    emitter.emit(scope, { type, outcome: "failure", reason: outcome, actor });
    return { outcome };
  }

  const about = (
    type: Exclude<RecoveryEvent["type"], "recovery.refused">,
    { id, kind, reason, caseReference }: RecoveryRecord,
    actor: string,
  ): RecoveryEvent => ({
    type,
    outcome: "success",
    kind,
    recoveryId: id,
    actor,
    ...(kind === "support" && { reason, caseReference }),
  });

  /** The open recovery of that id, with when it was read; null where there is none. */
  async function find(subjectId: string, recoveryId: string) {
    const now = readClock(suite.clock);
    const { recovery } = await records.load(subjectId);
    return isOpen(recovery, now) && recovery.id === recoveryId ? { recovery, now } : null;
  }

  /** What the second person decides: neither who asked, nor whose account it is. */
  async function findToDecide(subjectId: string, recoveryId: string, by: string) {
    const scope = scopeOf(subjectId);
    if (!isText(by)) return { outcome: "text_invalid" } as const;
    const found = await find(subjectId, recoveryId);
    if (found === null || found.recovery.state !== "requested")
      return refused(scope, "not_found", by);
    if (by === subjectId || by === found.recovery.openedBy)
      return refused(scope, "same_person", by);
    return { outcome: "found", scope, ...found } as const;
  }

  return {
    async request(subjectId, { by, reason, caseReference }) {
      const { approvalMs } = supportSettings(suite);
      if (![by, reason, caseReference].every(isText)) return { outcome: "text_invalid" };
      const scope = scopeOf(subjectId);
      if (by === subjectId) return refused(scope, "same_person", by);
      const now = readClock(suite.clock);
      const record = await records.load(subjectId);
      if (record.authenticators.length === 0) return refused(scope, "not_enrolled", by);
      const recovery: RecoveryRecord = {
        id: randomId(crypto),
        kind: "support",
        state: "requested",
        openedAt: now,
        availableAt: now,
        expiresAt: now + approvalMs,
        openedBy: by,
        reason,
        caseReference,
        decidedBy: null,
      };
      const link = await cancelLink(suite, subjectId, recovery);
      if (isOpen(record.recovery, now) || !(await records.openRecovery(subjectId, recovery)))
        return refused(scope, "already_open", by);
      emitter.emit(scope, about("recovery.requested", recovery, by));
      emitter.notify(scope, "recovery_requested", { ...link, ...caseOf(recovery) });
      return { outcome: "requested", recovery };
    },

    async approve(subjectId, recoveryId, { by }) {
      const { ticketMs } = supportSettings(suite);
      const found = await findToDecide(subjectId, recoveryId, by);
      if (found.outcome !== "found") return found;
      const { recovery, now, scope } = found;
      const expiresAt = now + ticketMs;
      // Before the decision: an approval whose ticket could not be sealed would be of use to nobody.
      const link = await continueLink(suite, subjectId, recoveryId, expiresAt);
      const to = { state: "approved", availableAt: now, expiresAt, decidedBy: by } as const;
      if (!(await records.changeRecovery(subjectId, recoveryId, "requested", to)))
        return refused(scope, "not_found", by);
      emitter.emit(scope, about("recovery.approved", recovery, by));
      emitter.notify(scope, "recovery_approved", { ...link, ...caseOf(recovery) });
      return { outcome: "approved" };
    },

    async deny(subjectId, recoveryId, { by }) {
      supportSettings(suite);
      const found = await findToDecide(subjectId, recoveryId, by);
      if (found.outcome !== "found") return found;
      const { recovery, scope } = found;
      const { availableAt, expiresAt } = recovery;
      const to = { state: "denied", availableAt, expiresAt, decidedBy: by } as const;
      if (!(await records.changeRecovery(subjectId, recoveryId, "requested", to)))
        return refused(scope, "not_found", by);
      emitter.emit(scope, about("recovery.denied", recovery, by));
      tellOfEnd(suite, scope, "recovery_denied", recovery, by);
      return { outcome: "denied" };
    },

    async cancel(subjectId, recoveryId, { by }) {
      if (!isText(by)) return { outcome: "text_invalid" };
      const scope = scopeOf(subjectId);
      const found = await find(subjectId, recoveryId);
      if (found === null || !(await cancelRecovery(suite, subjectId, found.recovery, by, scope)))
        return refused(scope, "not_found", by);
      return { outcome: "canceled" };
    },

    async find(subjectId) {
      const { recovery } = await records.load(subjectId);
      return describeRecovery(recovery, readClock(suite.clock));
    },
  };
}

function supportSettings({ settings }: Suite) {
  if (settings.recovery.support !== null) return settings.recovery.support;
  throw new ConfigurationError(
    "recovery_off",
    "A recovery by support was asked for, and the option recovery.support is not set.",
    "Set recovery: { support: true } with a notifier that reaches the account's owner.",
  );
}

/** What stands in a log and in a message: one line, of the length of a sentence or a few. */
const isText = (text: unknown): text is string =>
  typeof text === "string" &&
  text.trim() !== "" &&
  [...text].length <= 500 &&
  !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text);
