/** What was counted in one window. */
export interface Tally {
  readonly since: number;
  at: number;
  /** What the rule counts. */
  count: number;
  /** All tries, where the rule asks for a share of them. */
  tries: number;
  readonly subjects: Set<string>;
  readonly events: string[];
}

const tallies = 10_000;
const eventsKept = 5;
/** Processes' clocks differ a little; further back, the clock was set. */
const setBackMs = 60_000;

/** Counts by key in windows that open with the first event. Bounded: beyond its size the oldest key is forgotten. */
export interface TallyBook {
  /** The window that is open for the key; a new one where there is none. */
  open(key: string, now: number): Tally;
  /** A new window now, whatever was there. */
  renew(key: string, now: number): void;
  /** The window that is open for the key, or undefined. */
  find(key: string, now: number): Tally | undefined;
}

export function createTallyBook(windowMs: number): TallyBook {
  const book = new Map<string, Tally>();

  function find(key: string, now: number): Tally | undefined {
    const tally = book.get(key);
    if (tally === undefined) return undefined;
    const isOpen = now - tally.since < windowMs && now >= tally.since - setBackMs;
    if (!isOpen) book.delete(key);
    return isOpen ? tally : undefined;
  }

  function open(key: string, now: number): Tally {
    const known = find(key, now);
    if (known !== undefined) return known;
    if (book.size >= tallies) {
      const [oldest] = book.keys();
      if (oldest !== undefined) book.delete(oldest);
    }
    const opened = {
      since: now,
      at: now,
      count: 0,
      tries: 0,
      subjects: new Set<string>(),
      events: [],
    };
    book.set(key, opened);
    return opened;
  }

  return {
    find,
    open,
    renew(key, now) {
      book.delete(key);
      open(key, now);
    },
  };
}

export function note(tally: Tally, correlationId: string, now: number): void {
  tally.at = Math.max(tally.at, now);
  if (
    correlationId !== "" &&
    tally.events.length < eventsKept &&
    !tally.events.includes(correlationId)
  )
    tally.events.push(correlationId);
}
