import type { EventBody, Lane } from "../events/event.js";
import type { BudgetVerdict } from "../stores/budget-verdict.js";
import type { BrowserRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import type { Attempt, Failed } from "./attempt.js";

/**
 * Counts a failure before the reply goes out: in the durable row, or in that of a known browser (single codes only, since
 * its budget bounds them), and against the client's address. A replayed code is charged like a wrong one and looks like one.
 */
export async function recordFailure(
  { records, limits, settings, emitter }: Suite,
  { subject, now, addressBucket, scope }: Attempt,
  own: BrowserRecord | null,
  lane: Lane,
  account: BudgetVerdict,
  event: EventBody,
): Promise<Omit<Failed, "slot" | "clockHint">> {
  const countSingle = (): Promise<void> => {
    const { windowSeconds } = settings.longTerm;
    if (own === null) return records.countFailure(subject.id, now, windowSeconds);
    const { most } = settings.browsers;
    return records.countBrowserFailure(subject.id, own, now, windowSeconds, most);
  };
  emitter.emit(scope, event);
  await Promise.all([
    lane === "single" ? countSingle() : undefined,
    addressBucket === null ? undefined : limits.consume("address", addressBucket),
  ]);
  const attemptsRemaining = account.allowed ? account.remaining : 0;
  if (attemptsRemaining === 0 && lane === "single") {
    // Whoever gets here holds the password. The owner should know.
    emitter.emit(scope, { type: "verification.escalated", outcome: "failure", factor: "totp" });
    emitter.notify(scope, "guessing_suspected");
  }
  const outcome = event.type === "verification.replayed" ? "replayed" : "invalid";
  return { outcome, attemptsRemaining: Number.isFinite(attemptsRemaining) ? attemptsRemaining : 1 };
}
