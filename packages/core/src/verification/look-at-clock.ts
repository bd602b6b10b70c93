import { matchSteps } from "../otp/match-steps.js";
import { timeStep } from "../otp/time-step.js";
import type { Sealer } from "../secrets/sealer.js";
import type { AuthenticatorRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import type { ClockHint, ClockSighting, ClockSightings } from "./clock-sighting.js";

export interface LookAtClock {
  /** The failed code would have been right so many steps off: for the event, never for the client. */
  readonly seen: Pick<ClockSighting, "authenticatorId" | "offset"> | null;
  readonly hint: ClockHint | null;
}

/** Ten minutes either way. */
const reach = { past: 20, future: 20 };
/** How far back the longest form looks: three codes in a row. */
const pastOfAnyForm = 4;
const rememberedMs = 600_000;
const sightingsKept = 4;
const sessionsKept = 10_000;

/**
 * Looks for a failed single code far beyond the window, for every failed code alike, and remembers where it stood. Two
 * codes of different steps at the same offset within ten minutes make a hint, and only once neither of them can be
 * accepted any more: a hint never says of a code that is still to come, or of half a pair, that it is right. The window
 * stays as it is.
 */
export async function lookAtClock(
  suite: Suite,
  who: { readonly subjectId: string; readonly sessionId: string; readonly now: number },
  authenticators: readonly AuthenticatorRecord[],
  code: string,
): Promise<LookAtClock> {
  const { clockSightings } = suite;
  const { sessionId, now } = who;
  const found = await seek(suite, who, authenticators, code);
  const recent = (clockSightings.get(sessionId) ?? []).filter(
    ({ at }) => at <= now && now - at < rememberedMs,
  );
  const isNew = found !== null && !recent.some((one) => isSameCode(one, found));
  const kept = isNew ? [...recent, found].slice(-sightingsKept) : recent;
  remember(clockSightings, sessionId, kept);
  return { seen: found && pickSeen(found), hint: hintFrom(kept, now) };
}

async function seek(
  { sealer, crypto, settings }: Suite,
  { subjectId, now }: { readonly subjectId: string; readonly now: number },
  authenticators: readonly AuthenticatorRecord[],
  code: string,
): Promise<ClockSighting | null> {
  const { window } = settings;
  let found: ClockSighting | null = null;
  for (const { id, sealedSecret, parameters } of authenticators) {
    const row = { subjectId, authenticatorId: id };
    const secret = await open(sealer, row, sealedSecret);
    if (secret === null) continue;
    const step = await matchSteps({ secret, parameters, code, now, window: reach, crypto });
    secret.fill(0);
    if (step === null) continue;
    const offset = step - timeStep(now, parameters.period);
    // In the window it was a right code that came too late: it tells nothing new.
    if (offset >= -window.past && offset <= window.future) continue;
    const spentFrom = (step + pastOfAnyForm + 1) * parameters.period * 1000;
    const seconds = offset * parameters.period;
    found = { authenticatorId: id, offset, step, seconds, at: now, spentFrom };
  }
  return found;
}

/** Null for what does not open: that was told when the code was compared. */
async function open(
  sealer: Sealer,
  row: { readonly subjectId: string; readonly authenticatorId: string },
  sealedSecret: Uint8Array,
): Promise<Uint8Array | null> {
  try {
    const opened = await sealer.open("totp", row, sealedSecret);
    return opened.outcome === "opened" ? opened.plaintext : null;
  } catch {
    return null;
  }
}

const isSameCode = (one: ClockSighting, other: ClockSighting): boolean =>
  one.authenticatorId === other.authenticatorId && one.step === other.step;

const pickSeen = ({ authenticatorId, offset }: ClockSighting) => ({ authenticatorId, offset });

/** Lost with the process, and the oldest first where there are too many: then there is no hint. */
function remember(
  sightings: ClockSightings,
  sessionId: string,
  kept: readonly ClockSighting[],
): void {
  sightings.delete(sessionId);
  if (kept.length === 0) return;
  sightings.set(sessionId, kept);
  if (sightings.size <= sessionsKept) return;
  const [oldest] = sightings.keys();
  if (oldest !== undefined) sightings.delete(oldest);
}

function hintFrom(sightings: readonly ClockSighting[], now: number): ClockHint | null {
  const spent = sightings.filter(({ spentFrom }) => spentFrom <= now);
  const agreed = spent.findLast((one, index) =>
    spent
      .slice(0, index)
      .some(
        (other) => other.authenticatorId === one.authenticatorId && other.offset === one.offset,
      ),
  );
  return agreed === undefined ? null : { seconds: agreed.seconds };
}
