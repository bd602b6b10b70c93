import { timeStep } from "../otp/time-step.js";
import type { StepRange } from "../stores/records.js";
import type { AuthenticatorRecord, SubjectRecord } from "../stores/subject-record.js";
import type { Suite } from "../suite.js";
import type { Attempt } from "./attempt.js";
import { type Match, matchAuthenticators } from "./match-authenticators.js";

export interface AcceptedMatch {
  readonly authenticatorId: string;
  readonly offset: number;
}

/**
 * Asks the row for the step. A code may fit a second authenticator of the same subject; then both steps are burned and
 * one of them, the same for every parallel request, decides: else naming the other one would use the code twice.
 */
export async function acceptMatches(
  suite: Suite,
  attempt: Attempt,
  record: SubjectRecord,
  codes: readonly string[],
  matches: readonly Match[],
): Promise<AcceptedMatch | null> {
  const { subject, now, scope } = attempt;
  const others = record.authenticators.filter(
    (one) => !matches.some((match) => match.authenticator.id === one.id),
  );
  const alsoMatching =
    others.length === 0
      ? []
      : await matchAuthenticators(suite, subject.id, others, codes, now, scope).catch(() => []);
  const all = [...matches, ...alsoMatching].sort((a, b) =>
    a.authenticator.id < b.authenticator.id ? -1 : 1,
  );

  const verdicts = await Promise.all(
    all.map(({ authenticator, steps }) =>
      // Below the loaded step there is nothing to ask: it only ever grows.
      steps.first > authenticator.lastStep
        ? decideStep(suite, subject.id, authenticator, steps, now)
        : false,
    ),
  );
  if (verdicts[0] !== true) return null;

  const [used] = matches;
  const { id, parameters } = used!.authenticator;
  if (used!.stale) suite.afterReply(scope, reseal(suite, attempt, used!));
  return { authenticatorId: id, offset: used!.steps.last - timeStep(now, parameters.period) };
}

/** How many periods a code can be presented after its step at most: in three consecutive codes, on a slow clock. */
const reachInPeriods = 8;

/**
 * The row decides, unless its store cannot: then the replay store does, in the same trip, with the row's last step as
 * its floor. The row must have answered all the same, since it is what the next floor comes from.
 */
async function decideStep(
  { records, replay }: Suite,
  subjectId: string,
  { id, lastStep, parameters }: AuthenticatorRecord,
  steps: StepRange,
  now: number,
): Promise<boolean> {
  const row = records.acceptStep(subjectId, id, steps, now);
  if (replay === null) return row;
  const memorySeconds = reachInPeriods * parameters.period;
  const [decided] = await Promise.all([
    replay.acceptStep(subjectId, id, steps, lastStep, memorySeconds),
    row,
  ]);
  return decided;
}

/** Under the present key, in passing: compare-and-set, so that a rotation running beside it loses nothing. */
async function reseal(
  { sealer, records }: Suite,
  { subject }: Attempt,
  { authenticator }: Match,
): Promise<void> {
  const ids = { subjectId: subject.id, authenticatorId: authenticator.id };
  const opened = await sealer.open("totp", ids, authenticator.sealedSecret);
  if (opened.outcome !== "opened") return;
  const sealed = await sealer.seal("totp", ids, opened.plaintext);
  opened.plaintext.fill(0);
  await records.reseal(subject.id, authenticator.id, authenticator.sealedSecret, sealed);
}
