import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { keyRing } from "@second-factor/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { execute } from "../../packages/sql/test/audit/forge.js";
import { event, logOf, newKey } from "../../packages/sql/test/audit/log-under-test.js";
import { type CliApp, openCliApp } from "./cli-app.js";
import { bundleProgram } from "./second-factor.js";

let app: CliApp;
beforeAll(async () => {
  app = await openCliApp(await bundleProgram());
});
afterAll(() => app?.close());

describe("audit", () => {
  it("prints checkpoints, verifies the log, and says which rows were cut off or changed", async () => {
    const file = app.path("checkpoints.jsonl");
    const log = logOf(app.database, { keys: keyRing(app.env.SECOND_FACTOR_KEYS) });
    for (let index = 1; index <= 20; index += 1) log.sink(event(index));
    await log.flush();
    const checkpoint = await app.run(["audit", "checkpoint"]);
    assert.equal(checkpoint.exitCode, 0, checkpoint.stderr);
    appendFileSync(file, checkpoint.stdout);

    const verify = ["audit", "verify", "--checkpoints", file];
    const whole = await app.json(verify);
    assert.deepEqual(
      [whole.exitCode, whole.result.verified, whole.result.rows, whole.problems],
      [0, true, 20, []],
    );
    const { stdout } = await app.run(verify);
    assert.match(stdout, /^default {4}20 {4}20 {4}20$/m);
    assert.match(stdout, /^20 rows as they were written\.$/m);

    await execute(app.database, "DELETE FROM second_factor_audit WHERE number > 15");
    assert.equal((await app.json(["audit", "verify"])).exitCode, 0, "a cut needs a checkpoint");
    const cut = await app.run(verify);
    assert.equal(cut.exitCode, 2);
    assert.match(cut.stderr, /^error: Rows 16 to 20 of "default": .*\(cut\)\. \[audit_fault\]$/m);

    await execute(app.database, "UPDATE second_factor_audit SET event = '{}' WHERE number = 7");
    const changed = await app.json(verify);
    assert.equal(changed.exitCode, 2);
    assert.deepEqual(changed.result.faults, [
      { namespace: "default", number: 7, through: 7, fault: "changed" },
      { namespace: "default", number: 16, through: 20, fault: "cut" },
    ]);
  });

  it("needs every key that signed, and says which rows prove nothing without", async () => {
    const other = { SECOND_FACTOR_KEYS: newKey("k7") };
    const { exitCode, result } = await app.json(["audit", "verify"], other);
    assert.equal(exitCode, 2);
    assert.equal(result.faults[0].fault, "key_missing");
  });

  it("refuses what is no file of checkpoints", async () => {
    writeFileSync(app.path("nonsense"), "nonsense\n");
    for (const file of ["nonsense", "nowhere"]) {
      const asked = ["audit", "verify", "--checkpoints", app.path(file)];
      const { exitCode, problems } = await app.json(asked);
      assert.deepEqual([exitCode, problems[0]?.code], [2, "checkpoints_unreadable"]);
    }
  });
});
