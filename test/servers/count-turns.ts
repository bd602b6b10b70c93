import type { TcpProxy } from "./tcp-proxy.js";
import { type TripClock, tripClock } from "./trip-clock.js";

export interface TurnCount extends Pick<TripClock, "turns" | "requests"> {
  stop(): void;
}

/** Counts from now on, over several proxies together: trips that go to two servers at once are one. */
export function countTurns(proxies: readonly TcpProxy[]): TurnCount {
  const clock = tripClock();
  const stops = proxies.map((proxy) => proxy.watch(clock));
  return {
    get turns() {
      return clock.turns;
    },
    get requests() {
      return clock.requests;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
