import type { Readable } from "node:stream";

/** What a Worker writes to its console, which comes when it comes. */
export interface WorkerConsole {
  /** For miniflare's `handleRuntimeStdio`. */
  listen(out: Readable, err: Readable): void;
  readonly written: string;
  /** Resolves once that has been written. */
  says(words: RegExp): Promise<void>;
}

export function workerConsole(): WorkerConsole {
  let written = "";
  const waiting = new Set<() => void>();
  function take(chunk: Buffer): void {
    written += chunk;
    for (const look of waiting) look();
  }
  return {
    listen(out, err) {
      out.on("data", take);
      err.on("data", take);
    },
    get written() {
      return written;
    },
    says: (words) =>
      new Promise((resolve) => {
        function look(): void {
          if (!words.test(written)) return;
          waiting.delete(look);
          resolve();
        }
        waiting.add(look);
        look();
      }),
  };
}
