import type { Socket } from "node:net";
import { timedQueue } from "./timed-queue.js";
import type { TripClock } from "./trip-clock.js";

export interface ProxyState {
  readonly holdReplyMs: number;
  readonly clocks: ReadonlySet<TripClock>;
  delayMs: number;
  blackHole: boolean;
  loseReplies: boolean;
}

export interface ProxyConnection {
  cut(): void;
  /** Takes up that the black hole was turned on or off. */
  follow(): void;
}

interface Reply {
  readonly bytes: Buffer;
  /** How deep the last request was that was sent before it, by each clock. */
  readonly depths: ReadonlyMap<TripClock, number>;
}

/** Joins a client's socket with one to the server. */
export function proxyConnection(
  client: Socket,
  target: Socket,
  state: ProxyState,
): ProxyConnection {
  const depths = new Map<TripClock, number>();
  let mute = false;

  const requests = timedQueue((bytes: Buffer | "end") => {
    if (bytes === "end") target.end();
    else target.write(bytes);
  });
  const replies = timedQueue((reply: Reply | "end") => {
    if (reply === "end") return void client.end();
    for (const [clock, depth] of reply.depths) clock.replied(depth);
    client.write(reply.bytes);
  });
  /** The first reply waits; what comes meanwhile goes with it. */
  function replyDelay(): number {
    const { lastDue } = replies;
    if (state.holdReplyMs > 0 && lastDue !== undefined) return Math.max(0, lastDue - Date.now());
    return state.holdReplyMs + state.delayMs;
  }

  client.on("data", (bytes) => {
    for (const clock of state.clocks) depths.set(clock, clock.asked());
    requests.push(bytes, state.delayMs);
  });
  target.on("data", (bytes) => {
    // Once it lost a reply it would give every later one to the wrong request.
    mute ||= state.loseReplies;
    if (!mute) replies.push({ bytes, depths: new Map(depths) }, replyDelay());
  });
  client.on("close", () => requests.push("end", state.delayMs));
  target.on("error", () => client.resetAndDestroy());
  target.on("close", () => replies.push("end", replyDelay()));

  function follow(): void {
    const all = [client, target];
    const queues = [requests, replies];
    if (state.blackHole) {
      for (const socket of all) socket.pause();
      for (const queue of queues) queue.stop();
    } else {
      for (const socket of all) socket.resume();
      for (const queue of queues) queue.go();
    }
  }
  follow();

  return {
    cut() {
      client.resetAndDestroy();
      target.resetAndDestroy();
    },
    follow,
  };
}
