import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorkers, type Workers } from "./start-workers.js";
import { casesOf } from "./suites.js";
import type { Accepting, Consuming, Tried } from "./worker/answers.js";

/** SECOND_FACTOR_ROUNDS=100 for the proof. */
const rounds = Number(process.env.SECOND_FACTOR_ROUNDS ?? 10);

let workers: Workers;
beforeAll(async () => {
  workers = await startWorkers("with nodejs_compat, compatibility date of 2026");
});
afterAll(() => workers?.stop());

/** 200 callers: 25 in each of 8 requests to two Workers. */
async function from200<Answer>(
  path: string,
  asked: Omit<Accepting, "callers"> | Omit<Consuming, "callers">,
): Promise<Answer[]> {
  const requests = Array.from({ length: 8 }, (_, index) =>
    workers.ask(path, { ...asked, callers: 25 }, index % 2 === 0 ? "home" : "away"),
  );
  return (await Promise.all(requests)).flat() as Answer[];
}

describe(`of 200 parallel callers in two Workers, ${rounds} times over`, () => {
  it.each([
    ["an object", "/accept-in-object"],
    ["D1", "/accept-in-d1"],
  ])(
    "exactly one has its step accepted in %s",
    async (_where, path) => {
      await workers.ask("/enroll", { subject: path });
      for (let round = 1; round <= rounds; round += 1) {
        const answers = await from200<boolean>(path, { subject: path, above: round });
        const accepted = answers.filter((answer) => answer === true).length;
        const refused = answers.filter((answer) => answer === false).length;
        expect({ accepted, refused }, `one code, round ${round}: used exactly once`).toEqual({
          accepted: 1,
          refused: 199,
        });
      }
    },
    rounds * 6000,
  );

  it(
    "exactly 5 have a point of a budget of 5",
    async () => {
      const budget = { name: "short", points: 5, durationSeconds: 900 };
      for (let round = 1; round <= rounds; round += 1) {
        const tried = await from200<Tried>("/consume", { key: `ada ${round}`, budget });
        const left = tried.filter(({ taken }) => taken).map(({ state }) => state.remainingPoints);
        expect(left.sort(), `what is left after each point given, round ${round}`).toEqual([
          0, 1, 2, 3, 4,
        ]);
        const counted = tried.map(({ state }) => state.consumedPoints);
        expect(Math.max(...counted), "points counted: a refused try counts nothing").toBe(5);
      }
    },
    rounds * 6000,
  );
});

it("records on Workers KV break the contract, by name: it cannot compare-and-set", async () => {
  const broken: string[] = [];
  for (const title of casesOf("recordsOnWorkersKv").keys()) {
    await workers
      .ask("/case", { suite: "recordsOnWorkersKv", title })
      .catch((error: Error) => broken.push(error.message));
  }
  const said = broken.join("\n");
  expect(said, "a code would work twice").toMatch(/acceptStep let .*must be a compare-and-set/);
  expect(said, "failures would go uncounted").toMatch(/countFailure .*one atomic increment/);
  expect(said, "a recovery code would work twice").toMatch(/redeemRecoveryCode let .*one conditi/);
  expect(said, "and nothing fails for another reason").not.toMatch(/ReferenceError|not defined/);
});
