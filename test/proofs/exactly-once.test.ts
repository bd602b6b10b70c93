import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { kindNames } from "./exactly-once/kinds.js";
import { proveExactlyOnce } from "./exactly-once/prove.js";

/** `npm run proof -- exactly-once` does a thousand of each, on more stores. */
describe("200 submissions at one moment, over eight processes", () => {
  it.each([
    { store: "redis+postgres", rounds: 5 },
    { store: "sqlite", rounds: 3 },
    { store: "replay-single", rounds: 3 },
  ] as const)(
    "on $store: a code, a recovery code and an enrollment count once, guesses five times",
    async ({ store, rounds }) => {
      const said: string[] = [];
      const broken: Record<string, number> = {};
      await proveExactlyOnce(store, kindNames, {
        rounds,
        // Fences of four minutes are for the proof.
        memorySeconds: 3,
        say: (line) => said.push(line),
        onResult(kind, result) {
          broken[kind] = result.broken;
        },
      });
      assert.deepEqual(broken, { otp: 0, recovery: 0, confirm: 0, guesses: 0 }, said.join("\n"));
    },
    180_000,
  );
});
