import type { Actor } from "../../authenticators/actor.js";
import { usableCodes } from "../../authenticators/recovery-codes.js";
import { budgetKey, failuresOf, ownRecord } from "../../browsers/own-budget.js";
import type { SubjectRecord } from "../../stores/subject-record.js";
import type { CodesNeeded } from "../../verification/attempt.js";
import { singleClosedFor } from "../../verification/long-term.js";
import { codesNeededAfter } from "../../verification/throttle.js";
import { type Call, readActor } from "../call.js";
import type { ChallengePage } from "../page.js";
import { pageFrame } from "../page-frame.js";
import type { Problem } from "../problem.js";
import type { Resuming } from "../resume-ticket.js";

interface ChallengeState {
  readonly returnTo: string;
  readonly sent: ChallengePage["sent"];
  /** The authenticator that the person chose. */
  readonly asked: string | null;
  readonly error: Problem | null;
  readonly codesNeeded: CodesNeeded;
  /** Whether the person chose to be asked no more in this browser. */
  readonly trusts?: boolean;
  /** What the code is asked for, where there is a request to go on with. */
  readonly resuming?: Resuming;
}

/** The challenge names one authenticator, the last used one unless the person chose another. */
export async function challengePage(
  call: Call,
  { returnTo, sent, asked, error, codesNeeded, trusts = false, resuming }: ChallengeState,
  known?: Actor,
): Promise<ChallengePage> {
  const { suite, keeper } = call;
  const { trustMs } = suite.settings.browsers;
  const actor = known ?? (await readActor(call));
  const { authenticators } = actor.record;
  const byUse = [...authenticators].sort((a, b) => b.lastUsedAt - a.lastUsedAt);
  const named = byUse.find((one) => one.id === asked) ?? byUse[0];
  return {
    page: "challenge",
    frame: pageFrame(call, actor, returnTo, error),
    authenticators: byUse.map(({ id, name }) => ({ id, name })),
    authenticatorId: named?.id ?? "",
    digits: named?.parameters.digits ?? suite.settings.totp.digits,
    codesNeeded: Math.max(codesNeeded, await codesNeededNow(call, actor.record)) as CodesNeeded,
    recoveryCodesRemaining: usableCodes(actor),
    mayRecover: suite.settings.recovery.delayed !== null,
    trust:
      trustMs === 0 || keeper === "token" ? null : { days: trustMs / 86_400_000, chosen: trusts },
    sent,
    ...(resuming && { resume: { ticket: resuming.ticket, confirms: resuming.words } }),
  };
}

async function codesNeededNow(call: Call, record: SubjectRecord): Promise<CodesNeeded> {
  const { suite, subject, now } = call;
  const browser = suite.settings.browsers.known ? await call.browser() : null;
  const own = ownRecord(suite.settings, record, browser, now);
  const failures = failuresOf(suite.settings, record, own);
  const key = budgetKey(await suite.limits.subjectKey(subject.id), browser);
  const single = await suite.limits.peek("single", key);
  if (single.allowed && singleClosedFor(failures, suite.settings, now) === 0) return 1;
  return codesNeededAfter(suite, "single", key);
}
