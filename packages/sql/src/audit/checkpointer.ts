import { letGo } from "./let-go.js";

/** When a checkpoint is due: whichever comes first. */
export interface CheckpointEvery {
  /** 1000 by default. */
  readonly rows?: number;
  /** 5 by default, and only where rows were added. */
  readonly minutes?: number;
}

export interface Checkpointer {
  appended(rows: number): void;
}

/** Calls `emit` when a checkpoint is due, never awaited; one that failed is due again with the next rows. */
export function createCheckpointer(
  { rows: mostRows = 1000, minutes = 5 }: CheckpointEvery,
  emit: () => Promise<void>,
  failed: (error: unknown) => void,
): Checkpointer {
  let since = 0;
  let emitting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function due(): Promise<void> {
    if (emitting) return;
    emitting = true;
    clearTimeout(timer);
    timer = undefined;
    const before = since;
    try {
      await emit();
      since -= before;
    } catch (error) {
      failed(error);
    } finally {
      emitting = false;
    }
  }

  return {
    appended(rows) {
      since += rows;
      if (since >= mostRows) void due();
      else if (timer === undefined) {
        timer = setTimeout(() => void due(), minutes * 60_000);
        letGo(timer);
      }
    },
  };
}
