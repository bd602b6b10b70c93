import type { EventScope } from "../events/emitter.js";
import { after, isPromise, type MaybePromise } from "../maybe-promise.js";
import { matchConsecutive, matchSteps } from "../otp/match-steps.js";
import { timeStep } from "../otp/time-step.js";
import type { StepRange } from "../stores/records.js";
import type { AuthenticatorRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import { Unavailable } from "../unavailable.js";
import { openSecret } from "./open-secret.js";

export interface Match {
  readonly authenticator: AuthenticatorRecord;
  readonly steps: StepRange;
  readonly stale: boolean;
}

/** How far a code's step lies beyond the newest that the clock and the window allow, in seconds; 0 where it doesn't. */
export function secondsBehind(
  authenticator: AuthenticatorRecord,
  future: number,
  now: number,
): number {
  const { period } = authenticator.parameters;
  const newest = timeStep(now, period) + future;
  if (authenticator.lastStep <= newest) return 0;
  return Math.ceil((authenticator.lastStep + 1 - future) * period - now / 1000);
}

/**
 * Compares the codes with each authenticator, all steps of the window each time. Where a code fits none that could be
 * opened and none could be opened at all, the answer is not "wrong" but `key_unavailable`.
 *
 * @throws Unavailable `key_unavailable`
 */
export async function matchAuthenticators(
  suite: Suite,
  subjectId: string,
  authenticators: readonly AuthenticatorRecord[],
  codes: readonly string[],
  now: number,
  scope: EventScope,
): Promise<readonly Match[]> {
  const matches: Match[] = [];
  let opened = 0;
  for (const authenticator of authenticators) {
    const open = await openSecret(suite, "totp", subjectId, authenticator, scope);
    if (open === null) continue;
    opened += 1;
    const compared = matchOne(suite, authenticator, open.secret.reveal(), codes, now);
    const steps = isPromise(compared) ? await compared : compared;
    open.secret.wipe();
    if (steps !== null) matches.push({ authenticator, steps, stale: open.stale });
  }
  if (opened === 0 && authenticators.length > 0) throw new Unavailable("key_unavailable", 30);
  return matches;
}

function matchOne(
  { settings, crypto }: Suite,
  { parameters, lastStep }: AuthenticatorRecord,
  secret: Uint8Array,
  codes: readonly string[],
  now: number,
): MaybePromise<StepRange | null> {
  const [code] = codes;
  if (code === undefined || code.length !== parameters.digits) return null;
  if (codes.length > 1)
    return matchConsecutive({ secret, parameters, codes, now, crypto, above: lastStep });
  const found = matchSteps({ secret, parameters, code, now, window: settings.window, crypto });
  return after(found, (step) => {
    return step === null ? null : { first: step, last: step };
  });
}
