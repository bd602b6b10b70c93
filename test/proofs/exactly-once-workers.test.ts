import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { proveOnWorkers } from "./exactly-once-workers/prove.js";
import { settingNames } from "./exactly-once-workers/start-workers.js";

/** `npm run proof -- exactly-once-workers` does a hundred of each. */
describe("200 submissions of one code at one moment, over two Workers", () => {
  it.each(settingNames)(
    "on %s: one is accepted",
    async (setting) => {
      const said: string[] = [];
      const { accepted, broken } = await proveOnWorkers(setting, 1, (line) => said.push(line));
      assert.deepEqual(accepted, { least: 1, median: 1, most: 1 }, said.join("\n"));
      assert.equal(broken, 0, said.join("\n"));
    },
    180_000,
  );
});
