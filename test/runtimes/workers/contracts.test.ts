import { afterAll, beforeAll, describe, it } from "vitest";
import { dialectNames, startWorkers, type Workers } from "./start-workers.js";
import { casesOf, type SuiteName } from "./suites.js";

const titlesOf = (suite: SuiteName): string[] => [...casesOf(suite).keys()];

describe.each(dialectNames)("in workerd %s", (dialect) => {
  let workers: Workers;
  beforeAll(async () => {
    workers = await startWorkers(dialect);
  });
  afterAll(() => workers?.stop());
  async function run(suite: SuiteName, title: string): Promise<void> {
    await workers.ask("/case", { suite, title });
  }

  describe.each(["limits", "limitsByTheClock", "replay", "recordsOnD1"] as const)(
    "the contract of %s",
    (suite) => {
      it.each(titlesOf(suite))("%s", (title) => run(suite, title));
    },
  );
});
