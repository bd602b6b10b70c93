import type { Actor } from "../../authenticators/actor.js";
import type { SessionSlot } from "../../step-up/session-slot.js";
import type { Call } from "../call.js";

/**
 * After a change that this session made itself: every other session's mark is void now, this one's goes on under the
 * new epoch, no younger than it was.
 */
export async function keepMark(
  call: Call,
  { slot }: Actor,
  epoch: string,
  drop = false,
): Promise<SessionSlot> {
  const mark = slot.mark === null || drop ? null : { ...slot.mark, epoch };
  const kept: SessionSlot = { ...slot, signIn: { ...slot.signIn, epoch }, mark };
  await call.session.write(kept);
  return kept;
}
