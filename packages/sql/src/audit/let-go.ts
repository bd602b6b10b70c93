/** Lets a process end while the timer waits. Not every runtime has something to let go of. */
export function letGo(timer: unknown): void {
  (timer as { unref?(): void } | null)?.unref?.();
}
