import { isOpen } from "../recovery/recovery-state.js";
import type { SubjectState } from "../step-up/subject-state.js";
import type { Call } from "./call.js";

/**
 * What the host's own pages should show the person, on the reply to a guarded request that passed: a dictionary as
 * RFC 9651 has it, a member a line. `enroll-by` while a second factor can still be put off, `recovery-open` (from when
 * on it can be completed) while somebody asked for a recovery of the account.
 */
const field = "Second-Factor-Notice";

type Told = Pick<Call, "replyHeaders">;

export function noticeDeadline({ replyHeaders }: Told, graceUntil: number): void {
  replyHeaders.push([field, `enroll-by="${inSeconds(graceUntil)}"`]);
}

export function noticeRecovery({ replyHeaders }: Told, state: SubjectState, now: number): void {
  const { recovery } = state;
  if (isOpen(recovery, now))
    replyHeaders.push([field, `recovery-open="${inSeconds(recovery.availableAt)}"`]);
}

const inSeconds = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
