/** A code with a section in docs/configuration-errors.md, and what happened, without anything secret. */
export type TellWarning = (code: string, detail: string) => void;

/** Whoever listens is told of everything; one ring may stand under several engines. */
export function createWarnings(): { tell: TellWarning; watch(listener: TellWarning): void } {
  const listeners: TellWarning[] = [];
  return {
    tell(code, detail) {
      for (const listener of listeners) listener(code, detail);
    },
    watch(listener) {
      listeners.push(listener);
    },
  };
}
