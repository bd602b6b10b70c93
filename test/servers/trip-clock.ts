/** Counts sequential trips: a request is one deeper than the deepest reply that was there when it was sent. */
export interface TripClock {
  /** The longest chain of trips that were answered. */
  readonly turns: number;
  /** How many requests were seen, answered or not. */
  readonly requests: number;
  /** A request goes out. Gives back its depth. */
  asked(): number;
  /** A reply to a request of that depth comes in. */
  replied(depth: number): void;
}

export function tripClock(): TripClock {
  let turns = 0;
  let requests = 0;
  return {
    get turns() {
      return turns;
    },
    get requests() {
      return requests;
    },
    asked() {
      requests += 1;
      return turns + 1;
    },
    replied(depth) {
      turns = Math.max(turns, depth);
    },
  };
}
