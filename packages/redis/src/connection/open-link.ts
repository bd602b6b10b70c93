import type { Dialer, Link } from "./link.js";
import { RedisFault } from "./redis-fault.js";
import { unheldTimer } from "./timers.js";

/** One try, within its time; what has not become a connection by then is ended. */
export function openLink(
  dialer: Dialer,
  attempt: number,
  life: AbortController,
  deadlineMilliseconds: number,
  lost: (cause: unknown) => void,
): Promise<Link> {
  // Sentinels are asked first, each for half a deadline at most.
  const milliseconds = deadlineMilliseconds * (dialer.topology === "sentinel" ? 1.5 : 1);
  return new Promise((resolve, reject) => {
    let open = false;
    function fail(cause: unknown): void {
      if (open) return;
      life.abort();
      reject(cause);
    }
    dialer.dial(attempt, life.signal, lost).then((link) => {
      open = true;
      resolve(link);
    }, fail);
    const late = new RedisFault(dialer.server, `not connected within ${milliseconds} ms`);
    unheldTimer(() => fail(late), milliseconds);
  });
}
