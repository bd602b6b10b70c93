import {
  type LimitsUnderTest,
  limitsContract,
  type ReplayUnderTest,
  type Runner,
  replayContract,
} from "@second-factor/testing";
import type { Cases } from "./suites.js";

/** Opened in the Worker. Node defines the suites too, for their titles, and opens nothing. */
export interface RedisOpeners {
  readonly limits: LimitsUnderTest["open"];
  readonly replay: ReplayUnderTest["open"];
}

/** The cases of both contracts of Redis by title, to be run one at a time: each in one request. */
export function redisCases({ limits, replay }: RedisOpeners): Cases {
  const cases = new Map<string, () => Promise<void>>();
  const runner = (contract: string): Runner => ({
    describe: (_name, body) => body(),
    it: (title, body) => void cases.set(`${contract}: ${title}`, body),
  });
  limitsContract(runner("limits"), { name: "redisLimits", ownClock: true, open: limits });
  replayContract(runner("replay"), { name: "redisReplay", memorySeconds: 0.25, open: replay });
  return cases;
}

const refuse = async (): Promise<never> => {
  throw new Error("the cases run in the Worker");
};

export const redisTitles: readonly string[] = [
  ...redisCases({ limits: refuse, replay: refuse }).keys(),
];
