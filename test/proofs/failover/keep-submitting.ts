import { setTimeout as wait } from "node:timers/promises";
import type { RawReply } from "../load/connection.js";
import type { Volley } from "../load/volley.js";

/** Submits one after the other, with a pause between, until it is told to stop. What was answered. */
export function keepSubmitting(
  volley: Volley,
  pauseMilliseconds: number,
  next: () => Promise<readonly Buffer[]>,
): { stop(): Promise<readonly RawReply[]> } {
  let going = true;
  const replies: RawReply[] = [];
  const ended = (async () => {
    while (going) {
      replies.push(...(await volley.fire(await next())));
      await wait(pauseMilliseconds);
    }
    return replies;
  })();
  // Told where it is awaited.
  ended.catch(() => undefined);
  return {
    stop() {
      going = false;
      return ended;
    },
  };
}
