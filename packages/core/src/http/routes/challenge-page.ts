import type { CodesNeeded } from "../../verification/attempt.js";
import { singleClosedFor } from "../../verification/long-term.js";
import { codesNeededAfter } from "../../verification/throttle.js";
import { type Call, readActor } from "../call.js";
import type { ChallengePage } from "../page.js";
import { pageFrame } from "../page-frame.js";
import type { Problem } from "../problem.js";

interface ChallengeState {
  readonly returnTo: string;
  readonly sent: ChallengePage["sent"];
  /** The authenticator that the person chose. */
  readonly asked: string | null;
  readonly error: Problem | null;
  readonly codesNeeded: CodesNeeded;
}

/** The challenge names one authenticator, the last used one unless the person chose another. */
export async function challengePage(
  call: Call,
  { returnTo, sent, asked, error, codesNeeded }: ChallengeState,
): Promise<ChallengePage> {
  const { suite } = call;
  const actor = await readActor(call);
  const { authenticators, recoveryCodesRemaining } = actor.record;
  const byUse = [...authenticators].sort((a, b) => b.lastUsedAt - a.lastUsedAt);
  const named = byUse.find((one) => one.id === asked) ?? byUse[0];
  return {
    page: "challenge",
    frame: pageFrame(call, actor, returnTo, error),
    authenticators: byUse.map(({ id, name }) => ({ id, name })),
    authenticatorId: named?.id ?? "",
    digits: named?.parameters.digits ?? suite.settings.totp.digits,
    codesNeeded: Math.max(
      codesNeeded,
      await codesNeededNow(call, actor.record.failures),
    ) as CodesNeeded,
    recoveryCodesRemaining,
    sent,
  };
}

async function codesNeededNow(
  { suite, subject, now }: Call,
  failures: Parameters<typeof singleClosedFor>[0],
): Promise<CodesNeeded> {
  const key = await suite.limits.subjectKey(subject.id);
  const single = await suite.limits.peek("single", key);
  if (single.allowed && singleClosedFor(failures, suite.settings, now) === 0) return 1;
  return codesNeededAfter(suite, "single", key);
}
