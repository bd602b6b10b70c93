import type { Clock } from "@second-factor/core/stores";
import type { Connection } from "../connection/connection.js";
import { script } from "../connection/script.js";

const markKey = "second-factor:limits:{mark}";
const pauseMilliseconds = 60_000;

/** Tells the mark that stands there, and sets one where none does. Not a number: some clients would round it. */
const markScript = script(`
local mark = redis.call('GET', KEYS[1])
if mark then return mark end
local time = redis.call('TIME')
mark = 'since ' .. time[1] .. ' ' .. time[2]
redis.call('SET', KEYS[1], mark)
return mark`);

export interface LossWatch {
  listen(onLoss: () => void): void;
  /** Beside a call, which does not wait for it: at most once a minute, and never where nobody listens. */
  look(clock: Clock): void;
}

/** A mark that is gone, or another one than before, says that Redis has lost what it held. */
export function watchForLoss(connection: Connection): LossWatch {
  const listeners: (() => void)[] = [];
  let seen: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function compare(): Promise<void> {
    const mark = String(await connection.run(markScript, [markKey], []));
    const lost = seen !== null && seen !== mark;
    seen = mark;
    if (lost) for (const listener of listeners) listener();
  }

  return {
    listen: (onLoss) => listeners.push(onLoss),
    look(clock) {
      if (listeners.length === 0) return;
      const now = clock.now();
      // Also where the clock was set back.
      if (Math.abs(now - lookedAt) < pauseMilliseconds) return;
      lookedAt = now;
      // What is wrong with the server shows in the call beside it.
      compare().catch(() => undefined);
    },
  };
}
