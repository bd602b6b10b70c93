import type { Mark, SessionSlot } from "./session-slot.js";
import { clockTolerance } from "./sign-in.js";

/** A write of the host's session for each tenth of the idle time, and none for the requests in between. */
const fraction = 10;

/** When the session was last used, as far as it was written down: at its verification at the latest. */
function seenAt({ mark, seenAt: written = 0 }: SessionSlot, now: number): number {
  const verifiedAt = mark?.verifiedAt ?? 0;
  // A time far ahead was written by a clock that was wrong; it would keep the session awake until then.
  return written > now + clockTolerance ? verifiedAt : Math.max(written, verifiedAt);
}

/** The slot's mark, or null once the session went without a guarded request for longer than `idleMs`. */
export function liveMark(
  slot: SessionSlot | null,
  idleMs: number | null,
  now: number,
): Mark | null {
  if (slot === null || slot.mark === null) return null;
  if (idleMs === null) return slot.mark;
  // Said so that a comparison with NaN refuses.
  return now - seenAt(slot, now) <= idleMs ? slot.mark : null;
}

/**
 * The slot with the time of this request, or null where what it says is recent enough. Never an earlier time. What is
 * written is up to a tenth old when the session falls asleep, so that it may do so a tenth too early, and never late.
 */
export function seenSlot(slot: SessionSlot, idleMs: number, now: number): SessionSlot | null {
  const last = Math.max(slot.seenAt ?? 0, slot.mark?.verifiedAt ?? 0);
  return now - last < idleMs / fraction ? null : { ...slot, seenAt: now };
}
