import { type Actor, isVerified } from "../../authenticators/actor.js";
import { cancelTicket } from "../../recovery/recovery-links.js";
import { isOpen } from "../../recovery/recovery-state.js";
import type { Call } from "../call.js";

/** For whoever showed the second factor in this session: the way to end a recovery is the same as by a link. */
export function ownCancelTicket(
  { suite, subject, now }: Call,
  actor: Actor,
): Promise<string> | null {
  const { recovery } = actor.record;
  const requirement = { maxAgeMs: suite.settings.markMaxAgeMs };
  if (!isOpen(recovery, now)) return null;
  if (!isVerified(suite, actor, requirement)) return null;
  return cancelTicket(suite, subject.id, recovery);
}
