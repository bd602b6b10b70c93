import type { Records } from "@second-factor/core";
import type { SubjectRecord } from "@second-factor/core/stores";
import type { Fleet } from "../bank/fleet.js";
import { countStatuses, type Statuses, sumStatuses } from "../load/statuses.js";
import type { Ground, Kind, Outcome, Round } from "./round.js";

/** Subjects enrolled ahead of their rounds: few enough that no sign-in and no pending enrollment ages. */
const batch = 50;

export interface RoundsResult {
  readonly rounds: number;
  /** The fewest and the most accepted in one round. */
  readonly accepted: Spread;
  /** How many submissions of a round went as far as what decides. */
  readonly decided: Spread;
  readonly statuses: Statuses;
  readonly broken: number;
  readonly seconds: number;
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export interface RunOptions {
  /** Sets the subjects of this kind apart. */
  readonly name: string;
  readonly rounds: number;
  readonly fleet: Fleet;
  readonly records: Pick<Records, "load">;
  readonly ground: Ground;
  /** Told of each round that broke its promise, and of each hundred rounds. */
  readonly say: (line: string) => void;
}

/** Runs rounds of one kind. A round that broke its promise ends nothing. */
export async function runRounds(kind: Kind, options: RunOptions): Promise<RoundsResult> {
  const { name, rounds, fleet, ground, say } = options;
  const since = performance.now();
  const outcomes: Pick<Outcome, "statuses" | "decided">[] = [];
  let broken = 0;

  for (let first = 0; first < rounds; first += batch) {
    const size = Math.min(batch, rounds - first);
    const subjects = Array.from({ length: size }, (_, index) => `${name}-${first + index}`);
    const prepared = await kind.prepare(ground, subjects, first);
    // What enrolling counted.
    await fleet.tally();
    for (const round of prepared) {
      const outcome = await runRound(kind, round, options);
      outcomes.push({ statuses: outcome.statuses, decided: outcome.decided });
      const fault = round.broken(outcome);
      if (fault === null) continue;
      broken += 1;
      say(`${round.subject}: not so that ${fault}: ${describe(outcome)}`);
    }
    const done = first + size;
    if (done % 100 === 0 || done === rounds) say(`${name}: ${done} of ${rounds}`);
  }

  const { 200: _accepted, ...statuses } = sumStatuses(outcomes.map((one) => one.statuses));
  return {
    rounds,
    accepted: spread(outcomes.map((one) => one.statuses[200] ?? 0)),
    decided: spread(outcomes.map((one) => one.decided)),
    statuses,
    broken,
    seconds: (performance.now() - since) / 1000,
  };
}

async function runRound(
  kind: Kind,
  round: Round,
  { ground, fleet, records }: RunOptions,
): Promise<Outcome> {
  const replies = await ground.volley.fire(round.requests());
  const [tally, row] = await Promise.all([fleet.tally(), records.load(round.subject)]);
  const decided = tally[kind.decided] ?? 0;
  return { replies, statuses: countStatuses(replies), tally, decided, row };
}

function spread(counts: readonly number[]): Spread {
  const sorted = [...counts].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { least: at(0), median: at(0.5), most: at(1) };
}

function describe({ statuses, tally, row }: Outcome): string {
  return JSON.stringify({ statuses, tally, row: withoutSecrets(row) });
}

function withoutSecrets({ authenticators, pending, ...row }: SubjectRecord): object {
  const shown = authenticators.map(({ id, lastStep }) => ({ id, lastStep }));
  return { ...row, authenticators: shown, pending: pending?.id ?? null };
}
