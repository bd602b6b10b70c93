import type { Dice } from "../../hostile/dice.js";
import { untilWarm } from "../load/until-warm.js";
import { repeat, verifications } from "../load/users.js";
import { type Bench, type Decides, startBench, type Topology } from "./bench.js";
import type { FailoverResult } from "./judge.js";
import { oneFailover } from "./one-failover.js";

export interface ProveOptions {
  readonly times: number;
  /** Rolls the moment of each kill. */
  readonly dice: Dice;
  readonly say: (line: string) => void;
}

export interface Proven {
  readonly results: readonly FailoverResult[];
  /** Servers that did not come up or together again: that breaks no promise, and the rest is tried on new ones. */
  readonly setUpsFailed: number;
}

const mostFailedSetUps = 5;

/** Kills so many primaries, one after the other, each in the middle of a burst. */
export async function proveFailover(
  topology: Topology,
  decides: Decides,
  options: ProveOptions,
): Promise<Proven> {
  const results: FailoverResult[] = [];
  let setUpsFailed = 0;
  while (results.length < options.times) {
    try {
      await failOver(await startBench(topology, decides), results, options);
    } catch (error) {
      setUpsFailed += 1;
      options.say(`set-up failed: ${String(error)}`);
      if (setUpsFailed > mostFailedSetUps) throw error;
    }
  }
  return { results, setUpsFailed };
}

async function failOver(
  bench: Bench,
  results: FailoverResult[],
  { times, dice, say }: ProveOptions,
): Promise<void> {
  try {
    const length = await burstLength(bench);
    say(`a burst takes ${length} ms`);
    while (results.length < times) {
      const { result, apart } = await oneFailover(bench, dice.int(length));
      results.push(result);
      say(`${results.length} of ${times}: ${describe(result)}`);
      if (apart !== null) throw apart;
    }
  } finally {
    await bench.close();
  }
}

/** Milliseconds; and everything is warm and past the fences of servers that were just started. */
async function burstLength(bench: Bench): Promise<number> {
  await untilWarm(bench.volley, bench.engine, 30);
  const lengths: number[] = [];
  for (let index = 0; index < 5; index += 1) {
    const user = await bench.freshUser("measured");
    const otps = repeat(user.app.code(), bench.volley.size);
    const replies = await bench.volley.fire(verifications(user, otps, "lifted"));
    lengths.push(Math.max(...replies.map(({ milliseconds }) => milliseconds)));
  }
  return Math.ceil(lengths.sort((a, b) => a - b)[2] ?? 0);
}

function describe(result: FailoverResult): string {
  const { killedAfter, answeredBefore, acceptedAtOnce, accepted, statuses, back, broken } = result;
  const when = `killed after ${killedAfter.toFixed(0)} ms, ${answeredBefore} answered`;
  const what = `${JSON.stringify(statuses)}, accepted ${acceptedAtOnce} at once, ${accepted} ever, back in ${(back / 1000).toFixed(1)} s`;
  return [`${when}; ${what}`, ...broken.map((claim) => `not so that ${claim}`)].join("; ");
}
