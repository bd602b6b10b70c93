import { createMemoryWindows } from "../stores/memory-windows.js";

/** What codes tell of the server's clock. */
export interface ClockPicture {
  /** How many of the latest votes stood how many steps off, from the oldest code to the newest. */
  readonly offsets: ReadonlyArray<{ readonly offset: number; readonly votes: number }>;
  readonly votes: number;
  /** Seconds by which the server's clock seems to be ahead, negative where behind; null with too few votes. */
  readonly aheadSeconds: number | null;
}

export interface ClockVotesOptions {
  /** How old a code is when it arrives, on average: reading, typing and sending. 20 by default. */
  readonly typicalDelaySeconds?: number;
  /** How many of the latest votes are judged. 200 by default; fewer are noisier. */
  readonly votes?: number;
}

export interface ClockVotes {
  /** False where this authenticator voted in the day before. */
  vote(authenticator: string, offset: number, at: number): boolean;
  picture(): ClockPicture;
}

const day = 86_400_000;
const periodSeconds = 30;
/** Of each end of the distribution, so that a few odd devices move nothing. */
const trimmed = 0.1;
const authenticatorsKept = 50_000;
/** Older votes say nothing of the clock now. */
const votesLastMs = 7 * day;

/**
 * The offsets of codes over the fleet, accepted or just too far off. One step is 30 seconds, but where codes fall between
 * two steps is chance: over many devices the mean moves by one thirtieth of a step with every second of the server's
 * clock. One vote per authenticator and day, so that nobody moves it alone.
 */
export function createClockVotes({
  typicalDelaySeconds = 20,
  votes: judged = 200,
}: ClockVotesOptions = {}): ClockVotes {
  const voted = createMemoryWindows();
  const votes: Array<{ readonly offset: number; readonly at: number }> = [];

  function aheadSeconds(): number {
    const sorted = votes.map(({ offset }) => offset).sort((a, b) => a - b);
    const cut = Math.floor(sorted.length * trimmed);
    const middle = sorted.slice(cut, sorted.length - cut);
    const mean = middle.reduce((sum, offset) => sum + offset, 0) / middle.length;
    return -mean * periodSeconds - typicalDelaySeconds;
  }

  return {
    vote(authenticator, offset, at) {
      const last = voted.get(authenticator);
      // A vote from the future was cast while the clock was ahead.
      if (last !== undefined && Math.abs(at - last) < day) return false;
      voted.sweep((then) => Math.abs(at - then) >= day);
      if (last === undefined && voted.size >= authenticatorsKept) voted.evictOldest();
      // To the end of the order, which is that of time.
      voted.delete(authenticator);
      voted.set(authenticator, at);
      votes.push({ offset, at });
      while (votes.length > judged || at - (votes[0]?.at ?? at) > votesLastMs) votes.shift();
      return true;
    },
    picture() {
      const counts = new Map<number, number>();
      for (const { offset } of votes) counts.set(offset, (counts.get(offset) ?? 0) + 1);
      const offsets = [...counts]
        .map(([offset, count]) => ({ offset, votes: count }))
        .sort((a, b) => a.offset - b.offset);
      const isEnough = votes.length >= judged;
      return { offsets, votes: votes.length, aheadSeconds: isEnough ? aheadSeconds() : null };
    },
  };
}
