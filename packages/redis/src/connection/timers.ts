/** A timer that keeps no process alive. */
export function unheldTimer(task: () => void, milliseconds: number): void {
  const timer: unknown = setTimeout(task, milliseconds);
  (timer as { unref?: () => void }).unref?.();
}
