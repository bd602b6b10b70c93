import type { Settings } from "../configuration/settings.js";
import type { FailureCount } from "../stores/subject-record.js";

/**
 * Seconds until single codes open again by time, or 0 where they are open. This is the budget that bounds guessing
 * over a year: it lives in the durable row, success does not reset it, and a flushed cache gives nothing back.
 * Too many failures in a row close single codes until another form succeeds (NIST SP 800-63B-4 section 3.2.2).
 */
export function singleClosedFor(
  failures: FailureCount,
  { longTerm }: Settings,
  now: number,
): number {
  const windowEnd = failures.since + longTerm.windowSeconds * 1000;
  const left = Math.max(1, Math.ceil((windowEnd - now) / 1000));
  if (failures.inARow >= longTerm.inARow) return Math.min(left, longTerm.windowSeconds);
  if (failures.count < longTerm.failures || now >= windowEnd) return 0;
  return left;
}
