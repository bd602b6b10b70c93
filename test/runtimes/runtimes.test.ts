// The adapter contract and the attacks, the same cases on every runtime: on the packages as they are built, found by
// their exports as that runtime would find them.
//
// A program (programs/) is the whole of it in one file: the bank of test/testbed, the contract and the cases. It listens
// as its runtime listens and runs every case against itself over HTTP, since clocks, stores and recorders are live
// objects that cannot be sent anywhere. Workers and edge-runtime have nothing to listen with: there every `fetch` of the
// program is led back to it, through workerd's own outbound service or through servers beside the runtime. A driver
// (drivers/) starts the runtime and hands on what the program tells, a line a case; here each line becomes a test.
//
// To add a runtime: a program, a line in runtimes.ts, and in suite/left-out.ts what it cannot be asked, with the reason.
import { beforeAll, describe, expect, it } from "vitest";
import { attackCases } from "../attacks/case-table.js";
import { type Runtime, runtimes } from "./runtimes.js";
import { leftOut, whyLeftOut } from "./suite/left-out.js";
import type { Verdict } from "./suite/run-suite.js";
import { suiteCases } from "./suite/suite-cases.js";

const titles = suiteCases(() => Promise.reject(new Error("the cases run elsewhere"))).map(
  ({ title }) => title,
);

const verdicts = new Map<Runtime, ReadonlyMap<string, Verdict>>();
const failures = new Map<Runtime, unknown>();

/** Two at a time, so that a machine with two cores has something to do. */
beforeAll(async () => {
  const waiting = [...runtimes];
  async function runNext(): Promise<void> {
    const runtime = waiting.shift();
    if (runtime === undefined) return;
    try {
      const told = await runtime.run();
      verdicts.set(runtime, new Map(told.map((one) => [one.title, one])));
    } catch (error) {
      failures.set(runtime, error);
    }
    await runNext();
  }
  await Promise.all([runNext(), runNext()]);
}, 600_000);

function verdictsOf(runtime: Runtime): ReadonlyMap<string, Verdict> {
  const told = verdicts.get(runtime);
  if (told === undefined) throw failures.get(runtime);
  return told;
}

describe.each(runtimes)("EDG-01 on $name", (runtime) => {
  for (const title of titles) {
    if (whyLeftOut(title, runtime.kind) !== undefined) continue;
    it(`${title}: ${runtime.name}`, () => {
      const verdict = verdictsOf(runtime).get(title);
      expect(verdict, "the program told of it").toBeDefined();
      if (verdict?.error !== null) throw new Error(verdict?.error);
    });
  }
});

describe("EDG-01 between the runtimes", () => {
  const [first, ...others] = runtimes as readonly [Runtime, ...Runtime[]];

  it.each(others)("$name gives the verdicts of the first, but for what is left out", (runtime) => {
    const asked = titles.filter((title) => whyLeftOut(title, runtime.kind) === undefined);
    const table = (one: Runtime) =>
      asked.map(
        (title) => `${verdictsOf(one).get(title)?.error === null ? "holds" : "FAILS"} ${title}`,
      );
    expect(table(runtime)).toEqual(table(first));
    expect([...verdictsOf(runtime).keys()]).toEqual(asked);
  });

  it.each(others)("$name answers the contract as the first does, reply by reply", (runtime) => {
    const replies = (one: Runtime) =>
      [...verdictsOf(one).values()].flatMap(({ exchanges }) => exchanges);
    const expected = replies(first);
    expect(expected.length, "there is something to compare").toBeGreaterThan(400);
    // Told one by one: a diff of hundreds of replies tells nothing.
    for (const [index, reply] of replies(runtime).entries()) expect(reply).toEqual(expected[index]);
    expect(replies(runtime).length).toBe(expected.length);
  });

  it("leaves out no attack that is not there, and none for two reasons", () => {
    const ids = leftOut.flatMap((one) => one.ids);
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(attackCases.map(({ id }) => id));
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });
});
