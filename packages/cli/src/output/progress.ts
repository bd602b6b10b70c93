import { SingleBar } from "cli-progress";

export interface Progress {
  /** Whether anybody sees it. */
  readonly shown: boolean;
  start(total: number): void;
  update(value: number): void;
  stop(): void;
}

/** A bar on standard error, and only where that is a terminal: standard output is for what was asked for. */
export function createProgress(what: string): Progress {
  const shown = process.stderr.isTTY === true;
  if (!shown) return { shown, start: () => {}, update: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${what} [{bar}] {percentage}% | {value}/{total} | {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl-C is ours: what is under way ends in order first.
    gracefulExit: false,
  });
  return {
    shown,
    start: (total) => bar.start(total, 0),
    update: (value) => bar.update(value),
    stop: () => bar.stop(),
  };
}
