import {
  type LimitsUnderTest,
  limitsContract,
  type RecordsUnderTest,
  type ReplayUnderTest,
  type Runner,
  recordsContract,
  replayContract,
} from "@second-factor/testing";

/** Opened in the Worker. Node defines the suites too, for their titles, and opens nothing. */
export interface Openers {
  readonly limits: LimitsUnderTest["open"];
  readonly limitsByTheClock: LimitsUnderTest["open"];
  readonly replay: ReplayUnderTest["open"];
  readonly recordsOnD1: RecordsUnderTest["open"];
  readonly recordsOnWorkersKv: RecordsUnderTest["open"];
}

export type SuiteName = keyof Openers;
export type Cases = ReadonlyMap<string, () => Promise<void>>;

/** The cases of a published contract by title, to be run one at a time. */
export function casesOf(suite: SuiteName, openers?: Openers): Cases {
  const cases = new Map<string, () => Promise<void>>();
  const runner: Runner = {
    describe: (_name, body) => body(),
    it: (title, body) => void cases.set(title, body),
  };
  const open = openers ?? nothing;
  ({
    limits: () => limitsContract(runner, { name: suite, ownClock: true, open: open.limits }),
    limitsByTheClock: () => limitsContract(runner, { name: suite, open: open.limitsByTheClock }),
    replay: () => replayContract(runner, { name: suite, open: open.replay }),
    recordsOnD1: () => recordsContract(runner, { name: suite, open: open.recordsOnD1 }),
    recordsOnWorkersKv: () =>
      recordsContract(runner, { name: suite, open: open.recordsOnWorkersKv }),
  })[suite]();
  return cases;
}

const refuse = async (): Promise<never> => {
  throw new Error("the cases run in the Worker");
};
const nothing: Openers = {
  limits: refuse,
  limitsByTheClock: refuse,
  replay: refuse,
  recordsOnD1: refuse,
  recordsOnWorkersKv: refuse,
};
