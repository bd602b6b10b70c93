import { replayContract } from "@second-factor/testing";
import { describe, expect, it } from "vitest";
import { collectingRunner } from "./collecting-runner.js";
import { openReplayServer, type ReplayRules } from "./replay-server.js";

/** Short, since every case waits for a fence of that length. */
const memorySeconds = 0.02;

async function failuresOf(bug: Partial<ReplayRules>): Promise<string> {
  const runner = collectingRunner();
  replayContract(runner, {
    name: "a replay store that has to fail",
    open: async () => openReplayServer(bug),
    memorySeconds,
  });
  return [...(await runner.failures()).values()].join("\n");
}

replayContract(
  { describe, it },
  { name: "a replay server in memory", open: async () => openReplayServer(), memorySeconds },
);

describe("replay contract", () => {
  const noFence = () => 0;

  /** One bug each, and the promise that the failure has to name. */
  const bugs: readonly [string, Partial<ReplayRules>, RegExp][] = [
    [
      "reads, waits and then writes",
      { between: () => new Promise((resolve) => setImmediate(resolve)) },
      /acceptStep let 200 of 200 parallel callers of one step in: it must be a compare-and-set/,
    ],
    [
      "has no fence after a loss",
      { fence: noFence },
      /after a loss of its memory the store accepted a step that had been used/,
    ],
    [
      "ignores the floor",
      { takes: ({ first }, used) => first > used },
      /acceptStep took steps 5 to 5 with a floor of 5/,
    ],
    [
      "lets the floor stand for what it remembers",
      { takes: ({ first }, used, floor) => first > (floor > 0 ? floor : used) },
      /acceptStep took the step that it had just accepted/,
    ],
    [
      "checks a range by its end",
      { takes: ({ last }, used, floor) => last > Math.max(used, floor) },
      /acceptStep took steps 0 to 2 above the last one/,
    ],
    [
      "remembers the first step of a range",
      { remembers: ({ first }) => first },
      /acceptStep took a step inside an accepted range/,
    ],
    [
      "compares steps as text",
      { takes: ({ first }, used, floor) => first > floor && String(first) > String(used) },
      /acceptStep refused step 100 after step 99/,
    ],
    [
      "keeps 32 bits of a step",
      { remembers: ({ last }) => last % 2 ** 32 },
      /acceptStep took the step that it had just accepted/,
    ],
    [
      "shares its memory between namespaces",
      { keyOf: (_namespace, ...ids) => JSON.stringify(ids) },
      /"namespace":"two","subject":"ada"\} was refused a fresh step/,
    ],
    [
      "folds the case of ids",
      { keyOf: (...ids) => JSON.stringify(ids).toLowerCase() },
      /\{"subject":"A"\} was refused a fresh step/,
    ],
    [
      "joins its keys with a colon",
      { keyOf: (...ids) => ids.join(":") },
      /"authenticator":"b:c"\} was refused a fresh step/,
    ],
    [
      "forgets whom it has let in",
      { takes: ({ first }, _used, floor) => first > floor },
      /used a step twice: the store lost what it had accepted/,
    ],
    [
      "rejects without saying for how long",
      { rejection: () => new Error("not sure yet") },
      /rejected with retryAfterSeconds undefined \(Error: not sure yet\)/,
    ],
    [
      "says something endless",
      { rejection: () => ({ retryAfterSeconds: Number.POSITIVE_INFINITY }) },
      /a finite number of seconds/,
    ],
    [
      "wants an hour for a code of seconds",
      { rejection: () => ({ retryAfterSeconds: 3600 }) },
      /wants to be left alone for 3600 seconds/,
    ],
    [
      "is never sure",
      { fence: (_up, memory) => memory },
      /the time must end when it said, however often it is asked meanwhile/,
    ],
  ];
  for (const [what, bug, promise] of bugs) {
    it(`fails a store that ${what}`, async () => {
      expect(await failuresOf(bug)).toMatch(promise);
    });
  }

  for (const lie of [1, "OK", "true", null, undefined]) {
    it(`fails a store that answers ${JSON.stringify(lie)} (STO-13)`, async () => {
      expect(await failuresOf({ answers: (taken) => (taken ? lie : false) })).toContain(
        `acceptStep answered ${JSON.stringify(lie)} where only a literal true or false is a verdict`,
      );
    });
  }

  it("lets a store forget in its time, however slow the machine is", async () => {
    const runner = collectingRunner();
    let opened = 0;
    replayContract(runner, {
      name: "a store whose answers take longer than its memory",
      memorySeconds: 0.001,
      async open() {
        opened += 1;
        const { stores, close } = openReplayServer({
          arrives: () => new Promise((resolve) => setTimeout(resolve, 2)),
        });
        return { stores, close };
      },
    });
    expect(await runner.failures()).toEqual(new Map());
    expect(opened).toBeGreaterThan(runner.titles.length);
  });
});
