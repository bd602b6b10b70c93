import type { Runner } from "@second-factor/testing";

export interface CollectingRunner extends Runner {
  /** Runs what was defined, one after the other. Title of each failed case, with the promise that it names. */
  failures(): Promise<Map<string, string>>;
  readonly titles: readonly string[];
}

/** So that a contract can be run against a store that has to fail it. */
export function collectingRunner(): CollectingRunner {
  const cases: { name: string; body: () => Promise<void> }[] = [];
  return {
    describe: (_name, body) => body(),
    it: (name, body) => void cases.push({ name, body }),
    async failures() {
      const failed = new Map<string, string>();
      for (const { name, body } of cases) {
        await body().catch((error: unknown) => failed.set(name, String(error)));
      }
      return failed;
    },
    get titles() {
      return cases.map(({ name }) => name);
    },
  };
}
