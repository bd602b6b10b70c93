import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { createDice } from "../hostile/dice.js";
import { topologies } from "./failover/bench.js";
import { proveFailover } from "./failover/prove.js";

/** `npm run proof -- failover` does it a hundred times, and where a replay store decides, too. */
describe("a primary killed in the middle of 200 submissions of one code", () => {
  it.each(topologies)(
    "on %s: accepted once at most, refused in order, and back",
    async (on) => {
      const said: string[] = [];
      const say = (line: string) => said.push(line);
      const { results } = await proveFailover(on, "row", { times: 1, dice: createDice(11), say });
      assert.deepEqual(
        results.flatMap(({ broken }) => broken),
        [],
        said.join("\n"),
      );
    },
    180_000,
  );
});
