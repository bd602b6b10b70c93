/** A log outside the Worker that answers when it likes, and what it was told. */
export interface Audit {
  answer(path: string, said: string): Promise<void>;
  readonly told: readonly string[];
  /** From now on "/hold" is not answered. Gives back what releases it. */
  holdAll(): () => void;
  /** Resolves when it was told so many things. */
  heard(count: number): Promise<void>;
  /** In order of the alphabet; then it has been told nothing. */
  takeTold(): string[];
}

export function createAudit(): Audit {
  const told: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let ring: () => void = () => undefined;
  return {
    told,
    async answer(path, said) {
      if (path === "/hold") return gate;
      told.push(said);
      ring();
    },
    holdAll() {
      let release: () => void = () => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    async heard(count) {
      while (told.length < count) {
        await new Promise<void>((resolve) => {
          ring = resolve;
        });
      }
    },
    takeTold: () => told.splice(0).sort(),
  };
}
